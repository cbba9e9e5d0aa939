#include "tests/acceptance/evidence_images.h"

#include <zlib.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>

#include "tests/acceptance/program.h"
#include "tests/base/temp_folder.h"

namespace winnow::test {
namespace {

namespace fs = std::filesystem;

void unpack(const fs::path& from, const fs::path& to) {
  gzFile in = gzopen(from.c_str(), "rb");
  std::ofstream out(to, std::ios::binary);
  std::vector<char> piece(1 << 20);
  int got = 0;
  while ((got = gzread(in, piece.data(), static_cast<unsigned>(piece.size()))) > 0) {
    out.write(piece.data(), got);
  }
  gzclose(in);
}

std::string unpack_all(const TempFolder& target) {
  const fs::path source = fs::path(WINNOW_SHARED) / "evidence" / "images";
  if (!fs::exists(source / "ground_truth_files.tsv")) return "";
  for (const auto& entry : fs::recursive_directory_iterator(source)) {
    if (!entry.is_regular_file()) continue;
    fs::path to = fs::path(target.path("")) / fs::relative(entry.path(), source);
    fs::create_directories(to.parent_path());
    if (to.extension() == ".gz") {
      unpack(entry.path(), to.replace_extension(""));
    } else {
      fs::copy_file(entry.path(), to);
    }
  }
  return target.path("");
}

}  // namespace

const std::string& evidence_folder() {
  static const TempFolder folder;
  static const std::string path = unpack_all(folder);
  return path;
}

std::vector<std::string> evidence_images() {
  std::vector<std::string> images;
  for (const auto& row : read_table(evidence_folder() + "/ground_truth_images.tsv")) {
    const std::string& image = row.at("image");
    if (std::find(images.begin(), images.end(), image) == images.end()) {
      images.push_back(image);
    }
  }
  return images;
}

std::vector<std::string> evidence_files() {
  std::vector<std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(evidence_folder())) {
    if (entry.is_regular_file()) files.push_back(entry.path().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace winnow::test
