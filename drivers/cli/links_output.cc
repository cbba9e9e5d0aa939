#include "drivers/cli/links_output.h"
#include "drivers/answers/words.h"

#include "base/text.h"
#include "drivers/cli/answers_text.h"
#include "drivers/cli/console.h"

namespace winnow {
std::string link_text(const ContentLink& link) {
  std::string text = inked(Ink::bold, std::string(to_string(link.standing)) + " " +
                                          to_string(link.kind)) +
                     " on " + counted_text(link.exhibits.size(), "exhibit") + ", " +
                     to_string(link.digest.algorithm) + " " + link.digest.hex() + "\n";
  for (const LinkedPlaces& one : link.exhibits) {
    text += "  " + printable_utf8(one.exhibit) + ": " + printable_utf8(one.path);
    if (one.places > 1) {
      text += " and " + counted_text(one.places - 1, "more place");
    }
    text += "\n";
  }
  return text;
}

std::string links_summary_text(const std::vector<ContentLink>& links) {
  std::string text = counted_text(links.size(), "content") + " on several exhibits\n";
  for (const auto& [exhibit, others] : shared_pictures(links)) {
    text += "  " + inked(Ink::bold, printable_utf8(exhibit)) +
            " shares unknown pictures and videos with";
    const char* before = " ";
    for (const auto& [other, count] : others) {
      text += before + printable_utf8(other) + " (" + grouped(count) + ")";
      before = ", ";
    }
    text += "\n";
  }
  return text +
         rejoined(
             "Shown are pictures and videos that were decoded, and what was found. The "
             "same content\non two devices does not say who put it there, or that it "
             "went "
             "from one to the other.\n");
}

}  // namespace winnow
