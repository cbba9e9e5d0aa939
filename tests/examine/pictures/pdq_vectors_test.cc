// Pictures of the reference and what its own build gave for them, both forms: every
// hash of all eight turns and the quality are the same, no bit off.
#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "base/digest.h"
#include "scanner/examine/pictures/picture_pdq.h"
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

}  // namespace
}  // namespace winnow
