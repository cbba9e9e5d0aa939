// Pictures of the reference and what its own build gave for them, both forms: every
// hash of all eight turns and the quality are the same, no bit off. And the same with
// what the scanner's own decoder makes of the files.
#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "base/digest.h"
#include "scanner/examine/pictures/picture_pdq.h"
#include "tests/examine/pictures/decoded_frames.h"
#include "tests/examine/pictures/decoded_picture.h"

namespace winnow {
namespace {

const std::string kVectors = WINNOW_SHARED_DIR "/vectors/";

struct Row {
  std::string file;
  std::string variant;
  std::string size;
  PicturePdq expected;
};

std::vector<Row> rows_of_reference() {
  std::ifstream table(kVectors + "pdq-vectors.tsv");
  std::vector<Row> rows;
  std::string line;
  std::getline(table, line);  // names of the columns
  while (std::getline(table, line)) {
    std::istringstream text(line);
    // file, SHA-256, variant, size, channels, quality, the eight hashes, ...
    std::string fields[14];
    for (std::string& field : fields) std::getline(text, field, '\t');
    Row row{fields[0], fields[2], fields[3], {}};
    row.expected.quality = static_cast<unsigned>(std::stoul(fields[5]));
    for (std::size_t variant = 0; variant < kPdqVariants; ++variant) {
      const auto digest = parse_digest(fields[6 + variant]);
      EXPECT_TRUE(digest) << line;
      if (digest) row.expected.hashes[variant].value = digest->value;
    }
    rows.push_back(row);
  }
  return rows;
}

TEST(PdqVectors, EveryPictureOfTheReference) {
  const std::vector<Row> rows = rows_of_reference();
  if (rows.empty()) GTEST_SKIP() << "no vectors on this machine";
  ASSERT_EQ(rows.size(), 78u);
  unsigned bits_off = 0;
  for (const Row& row : rows) {
    const DecodedPicture picture = decode_picture(kVectors + "images/" + row.file);
    ASSERT_EQ(std::to_string(picture.width) + "x" + std::to_string(picture.height),
              row.size);
    const auto pdq = row.variant == "fullres" ? full_pdq(picture.pixels())
                                              : reduced_pdq(picture.pixels());
    ASSERT_TRUE(pdq) << row.file;
    EXPECT_EQ(pdq->quality, row.expected.quality) << row.file << ' ' << row.variant;
    for (std::size_t variant = 0; variant < kPdqVariants; ++variant) {
      const unsigned off =
          pdq_distance(pdq->hashes[variant], row.expected.hashes[variant]);
      EXPECT_EQ(off, 0u) << row.file << ' ' << row.variant << ' '
                         << to_string(static_cast<PdqVariant>(variant));
      bits_off += off;
    }
  }
  std::printf("%zu rows, %zu hashes, %u bits off\n", rows.size(),
              rows.size() * kPdqVariants, bits_off);
}

struct Off {
  unsigned most = 0;  // bits of one hash
  unsigned sum = 0;   // of all eight
  unsigned quality = 0;

  bool operator==(const Off&) const = default;
};

void PrintTo(const Off& off, std::ostream* stream) {
  *stream << "{" << off.most << ", " << off.sum << ", " << off.quality << "}";
}

// The reference takes luma of RGB. Here it is the luma that a JPEG has, which is
// rounded otherwise: a hash moves by so many bits. What is not listed is the same.
const std::map<std::string, Off>& known_to_be_off() {
  static const std::map<std::string, Off> kKnown = {
      {"bridge-mods/high-saturation.jpg fullres", {2, 4, 0}},
      {"bridge-mods/high-saturation.jpg cimg512nn", {2, 8, 0}},
      {"bridge-mods/sharpen-a-lot.jpg fullres", {2, 8, 0}},
      {"bridge-mods/sharpen-a-lot.jpg cimg512nn", {4, 16, 0}},
      {"bridge-mods/square-128x128.jpg fullres", {2, 4, 0}},
      {"bridge-mods/square-128x128.jpg cimg512nn", {2, 4, 0}},
      {"bridge-mods/square-512x512.jpg fullres", {2, 4, 0}},
      {"bridge-mods/square-512x512.jpg cimg512nn", {2, 4, 0}},
      {"misc-images/wee.jpg fullres", {4, 16, 0}},
      {"misc-images/wee.jpg cimg512nn", {4, 16, 0}},
      {"reg-test-input/exif-rotn/exif-rotn-1.jpg fullres", {2, 4, 0}},
      {"reg-test-input/exif-rotn/exif-rotn-1.jpg cimg512nn", {2, 8, 0}},
      // of nearly one colour: qualities 3 and 4
      {"reg-test-input/labelme-subset/q0003.jpg fullres", {42, 304, 0}},
      {"reg-test-input/labelme-subset/q0003.jpg cimg512nn", {42, 304, 0}},
      {"reg-test-input/labelme-subset/q0004.jpg fullres", {12, 80, 0}},
      {"reg-test-input/labelme-subset/q0004.jpg cimg512nn", {12, 80, 0}},
      {"reg-test-input/labelme-subset/q0122.jpg fullres", {8, 36, 0}},
      {"reg-test-input/labelme-subset/q0122.jpg cimg512nn", {8, 36, 0}},
      {"reg-test-input/labelme-subset/q0746.jpg fullres", {2, 8, 0}},
      {"reg-test-input/labelme-subset/q0746.jpg cimg512nn", {2, 8, 0}},
  };
  return kKnown;
}

TEST(PdqVectors, EveryPictureThroughTheDecoder) {
  const std::vector<Row> rows = rows_of_reference();
  if (rows.empty()) GTEST_SKIP() << "no vectors on this machine";
  std::size_t equal = 0;
  std::size_t counted = 0;
  unsigned most = 0;
  unsigned sum = 0;
  for (const Row& row : rows) {
    const auto content = bytes_of_file(kVectors + "images/" + row.file);
    const auto decoded = decode_frames(type_of_all(content), content);
    ASSERT_EQ(decoded.frames.size(), 1u) << row.file;
    EXPECT_EQ(decoded.frames[0].damage, "") << row.file;
    const Pixels pixels = decoded.frames[0].picture.pixels();
    const auto pdq = row.variant == "fullres" ? full_pdq(pixels) : reduced_pdq(pixels);
    ASSERT_TRUE(pdq) << row.file;
    Off off;
    off.quality = pdq->quality > row.expected.quality
                      ? pdq->quality - row.expected.quality
                      : row.expected.quality - pdq->quality;
    for (std::size_t variant = 0; variant < kPdqVariants; ++variant) {
      const unsigned bits =
          pdq_distance(pdq->hashes[variant], row.expected.hashes[variant]);
      off.most = std::max(off.most, bits);
      off.sum += bits;
    }
    const std::string name = row.file + " " + row.variant;
    const auto known = known_to_be_off().find(name);
    EXPECT_EQ(off, known == known_to_be_off().end() ? Off{} : known->second) << name;
    if (off == Off{}) ++equal;
    // Below that quality nothing is matched.
    if (row.expected.quality < 50) continue;
    ++counted;
    most = std::max(most, off.most);
    sum += off.sum;
  }
  std::printf(
      "%zu rows: %zu equal; off by %u bits of a hash at most, %.2f on average\n",
      rows.size(), equal, most,
      sum / static_cast<double>((rows.size() - 2) * kPdqVariants));
}

}  // namespace
}  // namespace winnow
