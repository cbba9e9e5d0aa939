#include <gtest/gtest.h>

#include <cstring>

#include "hashsets/lists/detect.h"
#include "tests/hashsets/lists/list_damage.h"

namespace winnow {
namespace {

constexpr std::size_t kHeader = 0x480;
constexpr std::size_t kRecord = 18;

std::vector<std::byte> encase_set(std::uint32_t records) {
  std::vector<std::byte> file(kHeader + records * kRecord);
  std::memcpy(file.data(), "HASH\r\n\xFF\0\1", 9);
  std::memcpy(file.data() + 0x10, &records, sizeof(records));
  std::memcpy(file.data() + 0x408, "s\0e\0t\0", 6);
  for (std::uint32_t i = 0; i < records; ++i) {
    const Digest digest = invented(Algorithm::md5, i);
    std::memcpy(file.data() + kHeader + i * kRecord, digest.value.data(), 16);
  }
  return file;
}

TEST(EncaseHash, RecordsAreMd5) {
  constexpr std::uint32_t kMany = 5000;  // more than are read at once
  const auto file = encase_set(kMany);
  EXPECT_EQ(detect_list(Bytes(file).first(kListHead), "list")->name, "encase");
  const auto rows = import_bytes(import_encase_hash, file);
  ASSERT_TRUE(rows) << rows.error().line();
  ASSERT_EQ(rows->taken.size(), kMany);
  for (std::uint32_t i = 0; i < kMany; ++i) {
    EXPECT_EQ(rows->taken[i].digests, invented_hex(Algorithm::md5, i));
    EXPECT_EQ(rows->taken[i].line, kHeader + i * kRecord);
  }
}

TEST(EncaseHash, ARecordWithoutItsZerosIsRejected) {
  auto file = encase_set(3);
  file[kHeader + kRecord + 17] = std::byte{1};
  const auto rows = import_bytes(import_encase_hash, file);
  ASSERT_TRUE(rows);
  EXPECT_EQ(rows->taken.size(), 2u);
  EXPECT_EQ(rows->rejected, (std::vector<std::pair<std::uint64_t, RowReason>>{
                                {kHeader + kRecord, RowReason::not_a_digest}}));
}

TEST(EncaseHash, TheCountIsChecked) {
  auto file = encase_set(3);
  file[0x10] = std::byte{4};
  EXPECT_EQ(import_bytes(import_encase_hash, file).error().kind, FaultKind::truncated);
  file[0x10] = std::byte{2};
  EXPECT_EQ(import_bytes(import_encase_hash, file).error().kind, FaultKind::malformed);
  file[0x10] = std::byte{3};
  file.push_back(std::byte{0});
  EXPECT_EQ(import_bytes(import_encase_hash, file).error().kind, FaultKind::malformed);
}

TEST(EncaseHash, DamageGivesNoWrongDigest) {
  const auto file = encase_set(5);
  EXPECT_EQ(check_truncations(reader_of(import_encase_hash), file), file.size());
  check_flips(reader_of(import_encase_hash), file);
}

}  // namespace
}  // namespace winnow
