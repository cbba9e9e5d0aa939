#include "drivers/exchange/cautions.h"

namespace winnow {

std::vector<std::string> cautions(const std::set<std::string>& unseen) {
  std::vector<std::string> sentences = {
      "This is triage, not a full examination.",
      "That no listed file was met is not a statement that a device holds nothing: "
      "new, "
      "altered or encrypted material may be present."};
  if (!unseen.empty()) {
    std::string parts;
    for (const std::string& part : unseen) parts += (parts.empty() ? "" : ", ") + part;
    sentences.push_back("Not looked at: " + parts + ".");
  }
  sentences.insert(
      sentences.end(),
      {"A grade is quoted from the set that states it and is nobody's grading of this "
       "exhibit.",
       "Only exact matches are listed files: near, block, record and indication are "
       "leads, and belong in no count with them.",
       "This is metadata only: no content of any file is exported.",
       "MD5 and SHA-1 are given because lists are keyed on them; collisions of both "
       "can "
       "be made, so SHA-256 stands beside them wherever it was kept."});
  return sentences;
}

std::string caution_text(const std::vector<std::string>& sentences) {
  std::string text;
  for (const std::string& sentence : sentences) {
    text += (text.empty() ? "" : " ") + sentence;
  }
  return text;
}

}  // namespace winnow
