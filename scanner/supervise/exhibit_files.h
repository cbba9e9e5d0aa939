// The files of an exhibit, opened for reading and handed to the child as they are.
//
// Nothing here understands a byte of them: which files belong together is known by
// name, and the fingerprint only tells later whether these are the same bytes again.
#ifndef WINNOW_SCANNER_SUPERVISE_EXHIBIT_FILES_H_
#define WINNOW_SCANNER_SUPERVISE_EXHIBIT_FILES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "base/file.h"
#include "base/result.h"

namespace winnow {

struct EvidenceFile {
  Fd fd;  // O_RDONLY; of the folder itself for a folder
  std::string name;
};

struct ExhibitFiles {
  std::string path;  // as given
  bool is_folder = false;
  std::vector<EvidenceFile> segments;  // in order, at least one
};

// Opens the path given and, for a segmented image, its sibling segments. Faults name
// the file or segment that is missing or cannot be read, and the remedy.
[[nodiscard]] Result<ExhibitFiles> open_exhibit(const std::string& path);

// Of all its files together; 0 for a folder.
[[nodiscard]] std::uint64_t evidence_file_bytes(const ExhibitFiles& exhibit);

// "bytes=<n>;segments=<n>;samples=<16 hex>,...": sizes and the checksums of a few pages
// spread over the files ("-" for one that could not be read); for a folder its path.
[[nodiscard]] std::string fingerprint_of(const ExhibitFiles& exhibit);
// Whether two fingerprints can be of the same bytes: equal, but for unreadable samples.
[[nodiscard]] bool same_evidence(const std::string& a, const std::string& b);

}  // namespace winnow

#endif  // WINNOW_SCANNER_SUPERVISE_EXHIBIT_FILES_H_
