// A manifest: which files are in a folder and the SHA-256 of each, in the form that
// `sha256sum -c` reads.
//
//   line = 64 lower-case hexadecimal digits, two blanks, path below the folder, newline
//
// Lines are sorted by path. A path has no control character and no backslash in it,
// which would be written in another way, and leads nowhere but below the folder.
#ifndef WINNOW_DRIVERS_STORE_MANIFEST_H_
#define WINNOW_DRIVERS_STORE_MANIFEST_H_

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace winnow {

inline constexpr char kManifestName[] = "manifest.sha256";

struct ManifestLine {
  std::string path;
  std::string sha256;
  bool operator==(const ManifestLine&) const = default;
};

// Whether a manifest can hold this path.
[[nodiscard]] bool fits_manifest(std::string_view path);
[[nodiscard]] std::string manifest_text(const std::vector<ManifestLine>& lines);
// Hostile text; a Fault names `place` and the line.
[[nodiscard]] Result<std::vector<ManifestLine>> parse_manifest(
    std::string_view text, const std::string& place);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_STORE_MANIFEST_H_
