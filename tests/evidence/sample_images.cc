#include "tests/evidence/sample_images.h"

#include <sys/mman.h>
#include <zlib.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <utility>

namespace winnow {
namespace {

struct GzipCloser {
  void operator()(gzFile_s* file) const { ::gzclose(file); }
};

// zlib reads files that are not packed as they are.
std::vector<std::byte> unpacked(const std::string& path) {
  const std::unique_ptr<gzFile_s, GzipCloser> file(::gzopen(path.c_str(), "rb"));
  std::vector<std::byte> bytes;
  if (file == nullptr) {
    ADD_FAILURE() << path << " cannot be opened";
    return bytes;
  }
  std::array<std::byte, 65536> piece{};
  int got = 0;
  while ((got = ::gzread(file.get(), piece.data(), piece.size())) > 0) {
    bytes.insert(bytes.end(), piece.begin(), piece.begin() + got);
  }
  EXPECT_EQ(got, 0) << path << " cannot be unpacked";
  return bytes;
}

}  // namespace

std::optional<std::string> sample_evidence_folder() {
  const char* chosen = std::getenv("WINNOW_SHARED_DIR");
  const std::string folder =
      std::string(chosen != nullptr ? chosen : WINNOW_SHARED_DIR) + "/evidence";
  std::error_code ignored;
  if (!std::filesystem::is_directory(folder, ignored)) return std::nullopt;
  return folder;
}

void SampleTest::SetUp() {
  if (!sample_evidence_folder()) {
    GTEST_SKIP() << "the sample images are not on this machine (WINNOW_SHARED_DIR)";
  }
}

std::vector<std::byte> sample_bytes(const std::string& name) {
  const std::string path = sample_evidence_folder().value_or("") + "/" + name;
  std::error_code ignored;
  return unpacked(std::filesystem::exists(path, ignored) ? path : path + ".gz");
}

Result<OpenedSample> open_sample(const std::vector<std::string>& names) {
  OpenedSample sample;
  for (const std::string& name : names) {
    Fd file(::memfd_create("sample", MFD_CLOEXEC));
    auto written = write_all(file.get(), sample_bytes(name), name);
    if (!written) return std::move(written).error();
    sample.segments.push_back({file.get(), name});
    sample.files.push_back(std::move(file));
  }
  auto opened = open_evidence(sample.segments);
  if (!opened) return std::move(opened).error();
  sample.opened = std::move(opened).value();
  return sample;
}

}  // namespace winnow
