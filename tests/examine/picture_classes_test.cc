// Of what classes a picture is does not depend on who asked first: a glance, a look, or
// a look at what holds a copy of it.
#include "scanner/examine/picture_classes.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <numeric>
#include <set>
#include <sstream>

#include "base/digester.h"
#include "scanner/examine/containers/container.h"
#include "scanner/examine/looker.h"
#include "tests/examine/examined_files.h"

namespace winnow {
namespace {

namespace fs = std::filesystem;

const std::string kEvidence = WINNOW_SHARED_DIR "/evidence/";

// A class for whatever is another picture, in any of its pixels or in its size.
class OfEveryPixel final : public OwnClasses {
 public:
  Result<std::vector<OwnScore>> classify(const Pixels& small, std::uint32_t width,
                                         std::uint32_t height) override {
    std::uint64_t sum = width * 31U + height;
    for (std::size_t y = 0; y < small.height; ++y) {
      for (const std::byte sample : small.row(y)) {
        sum = sum * 1'099'511'628'211U + std::to_integer<std::uint64_t>(sample);
      }
    }
    std::vector<OwnScore> scores;
    for (std::size_t i = 0; i < kOwnClasses; ++i, sum /= 100) {
      scores.push_back(
          {static_cast<OwnClass>(i), static_cast<std::uint8_t>(1 + sum % 100)});
    }
    return scores;
  }
};

Result<std::unique_ptr<OwnClasses>> open_of_every_pixel(Bytes) {
  return std::unique_ptr<OwnClasses>(std::make_unique<OfEveryPixel>());
}

std::string text_of_file(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

// A tar of one file (POSIX ustar).
std::string tar_of(const std::string& content) {
  std::string head(512, '\0');
  const auto put = [&head](std::size_t at, const std::string& text) {
    head.replace(at, text.size(), text);
  };
  const auto octal = [](std::uint64_t number, int digits) {
    std::string text;
    for (; digits > 0; --digits, number /= 8) {
      text.insert(text.begin(), static_cast<char>('0' + number % 8));
    }
    return text;
  };
  put(0, "picture");
  put(100, "0000644");
  put(124, octal(content.size(), 11));
  put(148, "        ");
  put(156, "0");
  put(257, std::string("ustar\0", 6) + "00");
  const auto sum = std::accumulate(
      head.begin(), head.end(), 0U,
      [](unsigned all, char c) { return all + static_cast<unsigned char>(c); });
  put(148, octal(sum, 6) + '\0');
  std::string tar = head + content;
  tar.resize((tar.size() + 511) / 512 * 512 + 1024);
  return tar;
}

// A bitmap whose pixels are a JPEG's (BI_JPEG).
std::string bitmap_of_jpeg(const std::string& jpeg, std::uint32_t width,
                           std::uint32_t height) {
  std::string bytes = "BM";
  const auto put = [&bytes](std::uint64_t number, int length) {
    for (; length > 0; --length, number >>= 8) {
      bytes += static_cast<char>(number & 0xFF);
    }
  };
  put(54 + jpeg.size(), 4);
  put(0, 4);
  put(54, 4);
  put(40, 4);
  put(width, 4);
  put(height, 4);
  put(1, 2);
  put(0, 2);
  put(4, 4);
  put(jpeg.size(), 4);
  for (int i = 0; i < 4; ++i) put(0, 4);
  return bytes + jpeg;
}

class PictureClassesTest : public ::testing::Test {
 protected:
  PictureClassesTest() : files_(4096) {
    prepare_containers();
    sources_.module.open_own = open_of_every_pixel;
    rules_.takes_pictures = true;
    rules_.classes = &sources_;
  }

  // What is told of each content, looked at in this order by one looker.
  std::vector<OutcomeRecord> look(const std::vector<std::string>& contents,
                                  bool glances) {
    std::vector<FileId> ids;
    for (const auto& content : contents) ids.push_back(files_.add_resident(content));
    const FolderIndex folders(files_.inventory);
    SeenPictures seen;
    KnownClasses known_classes;
    const Exhibit exhibit = files_.exhibit();
    Looker looker(exhibit, folders, sets_, rules_, AlgorithmSet::all(), seen,
                  known_classes, untold_marks());
    looker.prepare();
    std::vector<OutcomeRecord> outcomes;
    for (std::size_t i = 0; i < ids.size(); ++i) {
      const FileRecord file = files_.inventory.files[ids[i]];
      if (glances) {
        EXPECT_TRUE(looker.glance(file, nullptr));
      }
      OutcomeRecord& outcome = outcomes.emplace_back();
      outcome.file = ids[i];
      outcome.outcome = FileOutcome::hashed;
      outcome.digests.set(digest_of(Algorithm::sha256, bytes_of(contents[i])));
      EXPECT_TRUE(looker.look(file, nullptr, outcome));
    }
    return outcomes;
  }

  static std::vector<ClassRecord> classes_of(const OutcomeRecord& outcome) {
    return outcome.look ? outcome.look->classes : std::vector<ClassRecord>();
  }

  // Whether it is a picture of some class.
  bool expect_the_same(const std::string& content, const std::string& name) {
    const auto looked = classes_of(look({content}, false).front());
    EXPECT_EQ(classes_of(look({content}, true).front()), looked) << name;
    const auto both = look({tar_of(content), content}, true);
    EXPECT_EQ(both.front().members.size() > 0 && both.front().members[0].look
                  ? both.front().members[0].look->classes
                  : std::vector<ClassRecord>(),
              looked)
        << name << ", as a member";
    EXPECT_EQ(classes_of(both.back()), looked) << name << ", after a member";
    return !looked.empty();
  }

  ExaminedFiles files_;
  std::vector<HashSet> sets_;
  LookRules rules_;
  ClassSources sources_{{}, std::nullopt, {}};
};

TEST_F(PictureClassesTest, AreTheSameWhoeverAskedFirst) {
  if (!fs::exists(kEvidence)) GTEST_SKIP() << "no shared evidence";
  constexpr std::uintmax_t kLargest = 400'000;  // bytes
  constexpr int kOfEachKind = 4;
  std::map<std::string, int> tried;
  const std::set<std::string> kinds = {".jpg",  ".png", ".gif", ".webp",
                                       ".bmp",  ".tif", ".ico", ".heic",
                                       ".avif", ".jp2", ".psd", ".tiff"};
  for (const auto& entry : fs::recursive_directory_iterator(kEvidence)) {
    const std::string kind = entry.path().extension().string();
    if (!entry.is_regular_file() || !kinds.contains(kind) ||
        entry.file_size() > kLargest || tried[kind] == kOfEachKind) {
      continue;
    }
    if (expect_the_same(text_of_file(entry.path()), entry.path().string())) {
      ++tried[kind];
    }
  }
  std::erase_if(tried, [](const auto& one) { return one.second == 0; });
  EXPECT_GE(tried.size(), 8u);
}

TEST_F(PictureClassesTest, AreTheSameOfAJpegInABitmap) {
  const std::string path = WINNOW_SHARED_DIR "/vectors/images/bridge-mods/aaa-orig.jpg";
  if (!fs::exists(path)) GTEST_SKIP() << "no shared vectors";
  const std::string jpeg = text_of_file(path);
  const auto facts = picture_facts(ContentType::jpeg, bytes_of(jpeg));
  ASSERT_TRUE(facts);
  EXPECT_TRUE(expect_the_same(bitmap_of_jpeg(jpeg, facts->width, facts->height), path));
  EXPECT_TRUE(expect_the_same(bitmap_of_jpeg(jpeg, 1'024, 768), "a wrong size"));
}

// The bar of one copy says nothing of another.
TEST_F(PictureClassesTest, ABarredOneIsLookedAtWithoutThem) {
  const std::string path = WINNOW_SHARED_DIR "/vectors/images/bridge-mods/aaa-orig.jpg";
  if (!fs::exists(path)) GTEST_SKIP() << "no shared vectors";
  const std::string jpeg = text_of_file(path);
  FileId next = 0;
  for (const bool glances : {false, true}) {
    rules_.barred = {{look_number(next, kClassing), "crashed"}};
    next += 2;
    const auto outcomes = look({jpeg, jpeg}, glances);
    EXPECT_TRUE(classes_of(outcomes[0]).empty());
    EXPECT_EQ(outcomes[0].look->notes,
              std::vector<std::string>{"of no class: crashed"});
    EXPECT_FALSE(outcomes[0].look->pictures.empty());
    EXPECT_FALSE(classes_of(outcomes[1]).empty());
  }
}

}  // namespace
}  // namespace winnow
