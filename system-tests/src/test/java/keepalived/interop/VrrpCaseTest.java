package keepalived.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import keepalived.lab.compare.Allowed;
import org.junit.jupiter.api.Test;

class VrrpCaseTest {

  @Test
  void rowsOfAllowedDifferencesNameCases() {
    var stories = VrrpCase.all().stream().map(VrrpCase::story).toList();
    assertTrue(stories.size() > 60, () -> "only " + stories.size() + " cases were read");
    assertEquals(List.of(), Allowed.forUnknownStories("vrrp", stories));
  }
}
