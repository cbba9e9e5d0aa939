// Hostile files, each taken for every kind of container that there is: nothing may
// crash, hang or grow beyond its limits.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "tests/examine/containers/collected_members.h"

namespace winnow {
namespace {

constexpr std::uintmax_t kLargestFile = 4 << 20;

std::vector<std::filesystem::path> files_below(const std::string& folder) {
  const auto root = std::filesystem::path(WINNOW_SHARED_DIR) / "evidence" / folder;
  std::vector<std::filesystem::path> files;
  if (!std::filesystem::exists(root)) return files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    if (entry.is_regular_file() && entry.file_size() <= kLargestFile) {
      files.push_back(entry.path());
    }
  }
  return files;
}

std::string text_in(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void open_as_everything(const std::string& text) {
  ContainerLimits limits;
  limits.entries = 1000;
  limits.memory_bytes = 8 << 20;
  limits.passed_over_bytes = 8 << 20;
  for (const ContentType type :
       {ContentType::archive, ContentType::compressed, ContentType::office_old,
        ContentType::pdf, ContentType::mail, ContentType::mbox, ContentType::pst,
        ContentType::rtf}) {
    const Opened read = opened(type, bytes_of(text), limits);
    EXPECT_LE(read.members.members.size(), limits.entries);
  }
}

TEST(Hostile, FilesOfOthers) {
  const auto files = files_below("hostile/corkami");
  if (files.empty()) GTEST_SKIP() << "no shared evidence";
  for (const auto& file : files) {
    SCOPED_TRACE(file.string());
    open_as_everything(text_in(file));
  }
  for (const auto& file : files_below("hostile/binwalk")) {
    SCOPED_TRACE(file.string());
    open_as_everything(text_in(file));
  }
}

TEST(Hostile, SoundFilesCutShort) {
  const auto files = files_below("containers/tika");
  if (files.empty()) GTEST_SKIP() << "no shared evidence";
  for (const auto& file : files) {
    const std::string text = text_in(file);
    if (text.size() > 300'000) continue;
    SCOPED_TRACE(file.string());
    open_as_everything(text.substr(0, text.size() * 2 / 3));
  }
}

}  // namespace
}  // namespace winnow
