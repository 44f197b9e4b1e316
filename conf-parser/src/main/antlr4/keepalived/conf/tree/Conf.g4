// The structure of keepalived.conf after the text pass: words, quotes, braces, line ends.
// Keywords are not tokens: they depend on the block, and a user may give the same name to an item.
// The grammar is flat: a loop over its items matches the blocks, so nesting costs no stack.
grammar Conf;

config : item* EOF ;

item : (WORD | QUOTED | UNCLOSED)* (OPEN | CLOSE | NEWLINE) ;

QUOTED : '"' ('\\' ~'\n' | ~["\\\n])* '"' ;
UNCLOSED : '"' ('\\' ~'\n' | ~["\\\n])* '\\'? ;
WORD : ~[ \t\r\n\f\u000B{}"]+ ;
OPEN : '{' ;
CLOSE : '}' ;
NEWLINE : '\n' ;
BLANK : [ \t\r\f\u000B]+ -> skip ;
