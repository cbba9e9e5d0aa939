// The input is the names in a folder, one a line, the first that of the image given.
#include <algorithm>
#include <set>
#include <sstream>

#include "scanner/supervise/segment_names.h"
#include "tests/fuzz/fuzz_targets.h"

namespace winnow {

Violation fuzz_segment_names(Bytes input) {
  std::istringstream lines{std::string(text_of(input))};
  std::vector<std::string> names;
  for (std::string name; std::getline(lines, name);) names.push_back(name);
  if (names.empty()) return {};
  if (const auto naming = SegmentNaming::of(names[0])) {
    for (const std::string& name : names) {
      const auto number = naming->number_of(name);
      if (number && naming->name_of(*number) != name)
        return "not its own name: " + name;
    }
  }
  const auto segments = segments_of(names[0], names);
  if (!segments) return {};
  if (segments->empty() || segments->front() != names[0])
    return "another first segment";
  for (const std::string& segment : *segments) {
    if (std::find(names.begin(), names.end(), segment) == names.end()) {
      return "a segment that is not there: " + segment;
    }
  }
  if (std::set(segments->begin(), segments->end()).size() != segments->size()) {
    return "a segment twice";
  }
  return {};
}

}  // namespace winnow
