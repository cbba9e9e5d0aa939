#include "drivers/cases/temporary_folder.h"

#include <stdlib.h>

#include <cerrno>
#include <filesystem>

namespace winnow {
namespace {

namespace fs = std::filesystem;

}  // namespace

Result<TemporaryFolder> TemporaryFolder::create() {
  std::error_code error;
  const fs::path base = fs::temp_directory_path(error);
  if (error) {
    return Fault{FaultKind::io, "is no folder: " + error.message() + "; set TMPDIR",
                 "TMPDIR", std::nullopt};
  }
  std::string path = (base / "winnow-XXXXXX").string();
  if (!::mkdtemp(path.data())) {
    return fault_from_errno(errno, "no temporary folder can be made", path);
  }
  return TemporaryFolder(path);
}

TemporaryFolder::TemporaryFolder(TemporaryFolder&& other) noexcept
    : path_(std::exchange(other.path_, "")) {}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;  // what is left behind does no harm
  if (!path_.empty()) fs::remove_all(path_, ignored);
}

}  // namespace winnow
