// A DFXML document read with a real parser and held against the order of the elements
// in its schema, which is fiwalk's.
#ifndef WINNOW_TESTS_EXCHANGE_DFXML_CHECKER_H_
#define WINNOW_TESTS_EXCHANGE_DFXML_CHECKER_H_

#include <map>
#include <string>
#include <vector>

namespace winnow::test {

struct ReadDfxml {
  std::vector<std::string> complaints;  // none: it is well formed and in order
  // Each fileobject by the names of its elements; a digest as "hashdigest md5", runs as
  // "byte_run": "img_offset+len ..." of those that are no holes.
  std::vector<std::map<std::string, std::string>> files;
  int volumes = 0;
  std::string description;
};
[[nodiscard]] ReadDfxml read_dfxml(const std::string& xml);

}  // namespace winnow::test

#endif  // WINNOW_TESTS_EXCHANGE_DFXML_CHECKER_H_
