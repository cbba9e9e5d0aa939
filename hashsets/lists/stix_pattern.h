// The part of the STIX 2.1 pattern language that a hash list can take: digests of files
// of which any one is to be found.
//
//   pattern     = observation *( "OR" observation )
//   observation = "[" comparison *( "OR" comparison ) "]"
//   comparison  = "file:hashes." ( name | "'" name "'" ) "=" "'" value "'"
//
// Everything else (AND, NOT, LIKE, brackets around, times, other objects) asks for more
// than a list of digests can answer.
#ifndef WINNOW_HASHSETS_LISTS_STIX_PATTERN_H_
#define WINNOW_HASHSETS_LISTS_STIX_PATTERN_H_

#include <string_view>
#include <vector>

namespace winnow {

struct StixHash {
  std::string_view name;   // of the algorithm
  std::string_view value;  // as written
};

// The alternatives of a pattern, views into it; false if it is not of this kind, then
// `hashes` is unspecified.
[[nodiscard]] bool parse_stix_pattern(std::string_view pattern,
                                      std::vector<StixHash>& hashes);

}  // namespace winnow

#endif  // WINNOW_HASHSETS_LISTS_STIX_PATTERN_H_
