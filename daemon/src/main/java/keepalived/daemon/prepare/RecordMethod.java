package keepalived.daemon.prepare;

import static java.lang.constant.ConstantDescs.CD_Boolean;
import static java.lang.constant.ConstantDescs.CD_Byte;
import static java.lang.constant.ConstantDescs.CD_Character;
import static java.lang.constant.ConstantDescs.CD_Double;
import static java.lang.constant.ConstantDescs.CD_Float;
import static java.lang.constant.ConstantDescs.CD_Integer;
import static java.lang.constant.ConstantDescs.CD_Long;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_Short;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.List;

/// `equals` and `hashCode` of a record, equal to those of java.lang.runtime.ObjectMethods.
final class RecordMethod {

  private static final ClassDesc OBJECTS = ClassDesc.of("java.util.Objects");
  private static final int FACTOR = 31;

  private RecordMethod() {}

  /// Writes the code that replaces the call. The call's arguments are on the stack, and are also
  /// the method's parameters.
  static void write(CodeBuilder code, ClassDesc owner, InvokeDynamicInstruction call) {
    // The first bootstrap arguments are the record's class and the names of the components.
    var getters =
        call.bootstrapArgs().stream().skip(2).map(DirectMethodHandleDesc.class::cast).toList();
    if (call.name().equalsString("hashCode")) {
      hashCode(code, owner, getters);
    } else {
      equals(code, owner, getters);
    }
  }

  private static void hashCode(
      CodeBuilder code, ClassDesc owner, List<DirectMethodHandleDesc> getters) {
    code.pop().iconst_0();
    for (var getter : getters) {
      var type = getter.invocationType().returnType();
      var holder = type.isPrimitive() ? box(type) : OBJECTS;
      var argument = type.isPrimitive() ? type : CD_Object;
      code.bipush(FACTOR).imul().aload(0).getfield(owner, getter.methodName(), type);
      code.invokestatic(holder, "hashCode", MethodTypeDesc.of(CD_int, argument)).iadd();
    }
  }

  private static void equals(
      CodeBuilder code, ClassDesc owner, List<DirectMethodHandleDesc> getters) {
    var same = code.newLabel();
    var differ = code.newLabel();
    var end = code.newLabel();
    code.pop2().aload(0).aload(1).if_acmpeq(same);
    code.aload(1).instanceOf(owner).ifeq(differ);
    int other = code.allocateLocal(TypeKind.REFERENCE);
    code.aload(1).checkcast(owner).astore(other);
    for (var getter : getters) {
      var type = getter.invocationType().returnType();
      code.aload(0).getfield(owner, getter.methodName(), type);
      code.aload(other).getfield(owner, getter.methodName(), type);
      compare(code, type, differ);
    }
    code.labelBinding(same).iconst_1().goto_(end).labelBinding(differ).iconst_0().labelBinding(end);
  }

  private static void compare(CodeBuilder code, ClassDesc type, Label differ) {
    switch (TypeKind.from(type)) {
      case REFERENCE -> {
        var form = MethodTypeDesc.of(CD_boolean, CD_Object, CD_Object);
        code.invokestatic(OBJECTS, "equals", form).ifeq(differ);
      }
      case LONG -> code.lcmp().ifne(differ);
      case FLOAT, DOUBLE -> {
        var form = MethodTypeDesc.of(CD_int, type, type);
        code.invokestatic(box(type), "compare", form).ifne(differ);
      }
      case INT, SHORT, BYTE, CHAR, BOOLEAN -> code.if_icmpne(differ);
      case VOID -> throw new IllegalArgumentException("a component without a type");
    }
  }

  private static ClassDesc box(ClassDesc primitive) {
    return switch (TypeKind.from(primitive)) {
      case BOOLEAN -> CD_Boolean;
      case BYTE -> CD_Byte;
      case CHAR -> CD_Character;
      case SHORT -> CD_Short;
      case INT -> CD_Integer;
      case LONG -> CD_Long;
      case FLOAT -> CD_Float;
      case DOUBLE -> CD_Double;
      case REFERENCE, VOID -> throw new IllegalArgumentException(primitive.displayName());
    };
  }
}
