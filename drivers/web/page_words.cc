#include "drivers/web/page_words.h"

#include <array>
#include <cstddef>
#include <string_view>

namespace winnow {
namespace {

struct Saying {
  std::string_view of_a_command;
  std::string_view on_the_page;
};

// One that holds another stands before it.
constexpr std::array kSayings = {
    Saying{"say who with --operator", "give your name"},
    Saying{"say it with --reason", "give it"},
    Saying{"give them with --reason and --countersigned-by",
           "give the reason, and who countersigns"},
    Saying{"with --exception, --reason and --countersigned-by ",
           "as an exception, with a reason, countersigned by "},
    Saying{"name them with --countersigned-by", "name who countersigns"},
    Saying{"say to whom with --to-examiner", "name the examiner"},
    Saying{"--to-examiner belongs to --to assigned",
           "an examiner is named only where it is assigned"},
    Saying{"say until when with --until", "give the day"},
    Saying{"--until belongs to --to held", "a day is given only where it is held"},
    Saying{"--exception belongs to --to returned",
           "an exception is one to the rules of return"},
    Saying{"with --referral referred or --referral not-needed",
           "in the safeguarding decision"},
    Saying{"give it with --referral-ref", "give it"},
    Saying{"give it with --review-on", "give the day on which it is reviewed"},
    Saying{"--review-on belongs", "a day of review belongs"},
    Saying{"say what is known with winnow intake --child-identified",
           "say at its intake that a child is known"},
    Saying{" (winnow intake --referral)", ""},
    Saying{"winnow rematch with an issue of the same name that is in date, made by "
           "winnow hashset build with --released or --imported-at; or scan again",
           "the unit compares it anew with an issue of the same name whose day is "
           "stated and in date; or scan it again with one"},
    Saying{"winnow coverage tells what is left", "its ledger tells what is left"},
    Saying{" (winnow outcome)", ""},
    Saying{" (winnow review)", ""},
    Saying{"; --starts N says which targets N starts a week would hold", ""},
    Saying{" (winnow people tells who is)", " (the part “This case” tells who is)"},
    Saying{"winnow findings tells what was met", "its findings tell what was met"},
    Saying{"run the same command again to go on", "start its scan again to go on"},
    Saying{"give it another --exhibit-ref, or another --case",
           "take it in under another reference"},
    Saying{"name this one with --exhibit-ref",
           "take this one in under another reference"},
    Saying{"--review-on", "the day of review"},
    Saying{"--referral-at", "the time of the referral"},
    Saying{"--seized-at", "the time of the seizure"},
    Saying{"a later seized-at", "a later time of seizure"},
    Saying{"--until", "the day"},
    Saying{"--bail", "the end of bail"},
    Saying{"--court", "the day in court"},
    Saying{"--at", "the time"},
};

}  // namespace

std::string on_the_page(std::string words) {
  for (const Saying& saying : kSayings) {
    for (std::size_t at = 0;
         (at = words.find(saying.of_a_command, at)) != std::string::npos;
         at += saying.on_the_page.size()) {
      words.replace(at, saying.of_a_command.size(), saying.on_the_page);
    }
  }
  return words;
}

}  // namespace winnow
