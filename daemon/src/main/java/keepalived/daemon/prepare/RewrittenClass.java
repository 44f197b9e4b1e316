package keepalived.daemon.prepare;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.List;

/// A class file in which switches over types and record methods are replaced by plain bytecode.
final class RewrittenClass {

  private static final int HELPER =
      ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC;

  private final ClassFile format;

  RewrittenClass(ClassFile format) {
    this.format = format;
  }

  /// Rewrites the class file; returns the same array when there is nothing to do.
  byte[] unfold(byte[] bytes) {
    var model = format.parse(bytes);
    if (!hasWork(model)) {
      return bytes;
    }
    var switches = new ArrayList<InvokeDynamicInstruction>();
    var bodies = ClassTransform.transformingMethodBodies((b, e) -> replace(model, b, e, switches));
    var helpers =
        ClassTransform.endHandler(
            b -> {
              for (int i = 0; i < switches.size(); i++) {
                var each = switches.get(i);
                b.withMethodBody(name(i), each.typeSymbol(), HELPER, c -> typeSwitch(c, each));
              }
            });
    return format.transformClass(model, bodies.andThen(helpers));
  }

  private static boolean hasWork(ClassModel model) {
    return model.methods().stream()
        .flatMap(method -> method.code().stream())
        .flatMap(code -> code.elementStream())
        .anyMatch(e -> e instanceof InvokeDynamicInstruction i && (isSwitch(i) || isRecord(i)));
  }

  private static String name(int number) {
    return "unfolded$" + number;
  }

  private static void replace(
      ClassModel model,
      CodeBuilder code,
      CodeElement element,
      List<InvokeDynamicInstruction> switches) {
    if (element instanceof InvokeDynamicInstruction call && isSwitch(call)) {
      boolean inInterface = model.flags().has(AccessFlag.INTERFACE);
      var owner = model.thisClass().asSymbol();
      code.invokestatic(owner, name(switches.size()), call.typeSymbol(), inInterface);
      switches.add(call);
    } else if (element instanceof InvokeDynamicInstruction call && isRecord(call)) {
      RecordMethod.write(code, model.thisClass().asSymbol(), call);
    } else {
      code.with(element);
    }
  }

  private static boolean isFrom(InvokeDynamicInstruction call, String bootstraps) {
    var owner = call.bootstrapMethod().owner();
    return owner.packageName().equals("java.lang.runtime")
        && owner.displayName().equals(bootstraps);
  }

  /// Whether all labels are classes. Switches that mix patterns with strings, numbers or enum
  /// constants are left alone.
  private static boolean isSwitch(InvokeDynamicInstruction call) {
    return isFrom(call, "SwitchBootstraps")
        && call.bootstrapMethod().methodName().equals("typeSwitch")
        && !call.bootstrapArgs().isEmpty()
        && call.bootstrapArgs().stream()
            .allMatch(a -> a instanceof ClassDesc c && !c.isPrimitive());
  }

  /// `equals` or `hashCode` of a record. `toString` is left alone: none is called before the first
  /// advert.
  private static boolean isRecord(InvokeDynamicInstruction call) {
    return isFrom(call, "ObjectMethods") && !call.name().equalsString("toString");
  }

  /// `int (Object target, int restart)` of java.lang.runtime.SwitchBootstraps: returns the index of
  /// the first label, from `restart` on, that the target is an instance of; -1 for `null`, and the
  /// number of labels if there is none.
  private static void typeSwitch(CodeBuilder code, InvokeDynamicInstruction call) {
    var labels = call.bootstrapArgs();
    int count = labels.size();
    var tests = new ArrayList<Label>();
    var cases = new ArrayList<SwitchCase>();
    for (int i = 0; i <= count; i++) {
      tests.add(code.newLabel());
      if (i < count) {
        cases.add(SwitchCase.of(i, tests.get(i)));
      }
    }
    var none = tests.get(count);
    var present = code.newLabel();
    code.aload(0).ifnonnull(present).iconst_m1().ireturn();
    code.labelBinding(present).iload(1).tableswitch(0, count - 1, none, cases);
    for (int i = 0; i < count; i++) {
      code.labelBinding(tests.get(i)).aload(0).instanceOf((ClassDesc) labels.get(i));
      code.ifeq(tests.get(i + 1)).loadConstant(i).ireturn();
    }
    code.labelBinding(none).loadConstant(count).ireturn();
  }
}
