// Where names of the file system lead. Pure of faults: what cannot be told is taken as
// said.
#ifndef WINNOW_BASE_PLACE_H_
#define WINNOW_BASE_PLACE_H_

#include <string>

namespace winnow {

// `path` as it is read from any working directory; links of it stay. As it is given if
// there is no working directory.
[[nodiscard]] std::string absolute_path(const std::string& path);

// Whether `path`, which need not be there, is `folder` or lies below it, links
// followed.
[[nodiscard]] bool lies_in(const std::string& path, const std::string& folder);

}  // namespace winnow

#endif  // WINNOW_BASE_PLACE_H_
