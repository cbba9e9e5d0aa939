// What CASE/UCO 1.4.0 demands of a graph of findings, checked without its shapes: the
// constraints that an export can break.
#ifndef WINNOW_TESTS_EXCHANGE_CASE_CHECKER_H_
#define WINNOW_TESTS_EXCHANGE_CASE_CHECKER_H_

#include <map>
#include <string>
#include <vector>

namespace winnow::test {

struct CheckedGraph {
  std::vector<std::string> complaints;  // none: it keeps them all
  std::map<std::string, int> types;     // how many nodes of each type there are
};
[[nodiscard]] CheckedGraph check_case_graph(const std::string& json);

}  // namespace winnow::test

#endif  // WINNOW_TESTS_EXCHANGE_CASE_CHECKER_H_
