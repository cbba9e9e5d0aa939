#include "drivers/report/growing_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "base/bytes.h"

namespace winnow {
namespace {

constexpr std::size_t kPieceBytes = std::size_t{1} << 20;

}  // namespace

GrowingFile::GrowingFile(Fd fd, std::string folder, std::string name)
    : fd_(std::move(fd)),
      path_(std::move(folder) + "/" + name),
      name_(std::move(name)),
      digester_([] {
        AlgorithmSet sha256;
        sha256.add(Algorithm::sha256);
        return sha256;
      }()) {}

Result<GrowingFile> GrowingFile::begin(const std::string& folder,
                                       const std::string& name) {
  const std::string path = folder + "/" + name;
  Fd fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
  if (!fd.is_open()) return fault_from_errno(errno, "cannot be written", path);
  return GrowingFile(std::move(fd), folder, name);
}

void GrowingFile::put(std::string_view text) {
  if (fault_) return;
  waiting_ += text;
  if (waiting_.size() >= kPieceBytes) write_out();
}

void GrowingFile::write_out() {
  const Bytes bytes = bytes_of(waiting_);
  digester_.update(bytes);
  if (auto written = write_all(fd_.get(), bytes, path_); !written) {
    fault_ = written.error();
  }
  waiting_.clear();
}

Result<ManifestLine> GrowingFile::end() {
  if (!fault_) write_out();
  if (fault_) return *fault_;
  if (::fsync(fd_.get()) != 0) {
    return fault_from_errno(errno, "cannot be brought to the disk", path_);
  }
  return ManifestLine{name_, digester_.finish().get(Algorithm::sha256)->hex()};
}

Result<ManifestLine> write_new_file(const std::string& folder, const std::string& name,
                                    std::string_view text) {
  auto file = GrowingFile::begin(folder, name);
  if (!file) return std::move(file).error();
  file->put(text);
  return file->end();
}

}  // namespace winnow
