#include "hashsets/wset_sections.h"

#include <gtest/gtest.h>

#include <cstring>
#include <functional>

#include "base/checksum.h"
#include "hashsets/wset_image.h"
#include "tests/hashsets/set_files.h"

namespace winnow {
namespace {

using wset::SectionKind;

std::vector<std::byte> small_set(const TempFolder& folder) {
  const BuildRequest request =
      request_for(folder, invented_hex(Algorithm::md5, 1) + "\n");
  EXPECT_TRUE(build_set(request));
  return bytes_in(request.output);
}

template <typename T>
void put(std::vector<std::byte>& file, std::uint64_t offset, T value) {
  std::memcpy(file.data() + offset, &value, sizeof(T));
}

TEST(WsetSections, NewerVersionsAreRefusedAndSaySo) {
  const TempFolder folder;
  std::vector<std::byte> file = small_set(folder);
  put<std::uint16_t>(file, 8, 2);
  put<std::uint16_t>(file, 10, 5);
  reseal(file);
  const auto set = open_bytes(file);
  ASSERT_FALSE(set);
  EXPECT_EQ(set.error().kind, FaultKind::unsupported);
  EXPECT_NE(set.error().what.find("made by a newer version"), std::string::npos);
  EXPECT_NE(set.error().what.find("2.5"), std::string::npos);
}

TEST(WsetSections, NewerMinorVersionsAreRead) {
  const TempFolder folder;
  std::vector<std::byte> file = small_set(folder);
  put<std::uint16_t>(file, 10, 9);
  reseal(file);
  const auto set = open_bytes(file);
  ASSERT_TRUE(set) << set.error().line();
  EXPECT_EQ(*set->find(invented(Algorithm::md5, 1)), 0u);
}

TEST(WsetSections, UnknownKindsAreSkippedButVerified) {
  WsetImage image;
  for (const SectionKind kind :
       {SectionKind::name, SectionKind::provenance, SectionKind::strings}) {
    image.plan(kind, 2);
  }
  image.plan(SectionKind::entries, 0, 4);
  image.plan(SectionKind::attributes, 0, 32);
  const auto unknown = static_cast<SectionKind>(0xABCD);
  image.plan(unknown, 70'000);
  image.allocate();
  std::vector<std::byte> file = std::move(image).seal(1, 0);
  const TempFolder folder;
  {
    const auto set = open_bytes(file);
    ASSERT_TRUE(set) << set.error().line();
    EXPECT_TRUE(set->verify());
  }
  file[static_cast<std::size_t>(layout_of(file).sections.at(0xABCD).offset) + 69'999] ^=
      std::byte{1};
  const auto set = open_bytes(file);
  ASSERT_TRUE(set) << set.error().line();
  EXPECT_FALSE(set->verify());
}

TEST(WsetSections, ShortFilesSayByHowMuch) {
  const TempFolder folder;
  std::vector<std::byte> file = small_set(folder);
  const std::size_t whole = file.size();
  file.resize(whole - 1);
  const auto cut = open_bytes(file);
  ASSERT_FALSE(cut);
  EXPECT_EQ(cut.error().kind, FaultKind::truncated);
  EXPECT_NE(cut.error().what.find(std::to_string(whole)), std::string::npos);
  file.resize(whole + 1);
  file[whole - 1] = std::byte{0};
  const auto longer = open_bytes(file);
  ASSERT_FALSE(longer);
  EXPECT_EQ(longer.error().kind, FaultKind::malformed);
}

// A header with checksums that fit and fields that do not: each is met when opening.
TEST(WsetSections, ForgedDirectoriesAreRefused) {
  const TempFolder folder;
  const std::vector<std::byte> good = small_set(folder);
  const std::uint64_t record = 128;  // of the first section
  using Change = std::function<void(std::vector<std::byte>&)>;
  const std::vector<std::pair<const char*, Change>> changes = {
      {"offset outside", [&](auto& f) { put<std::uint64_t>(f, record + 8, 1u << 30); }},
      {"offset wraps", [&](auto& f) { put<std::uint64_t>(f, record + 8, ~63ull); }},
      {"offset in header", [&](auto& f) { put<std::uint64_t>(f, record + 8, 0); }},
      {"offset odd",
       [&](auto& f) {
         put<std::uint64_t>(f, record + 8, le<std::uint64_t>(f, record + 8) + 1);
       }},
      {"length huge", [&](auto& f) { put<std::uint64_t>(f, record + 16, ~0ull); }},
      {"length overlaps", [&](auto& f) { put<std::uint64_t>(f, record + 16, 65); }},
      {"items of nothing", [&](auto& f) { put<std::uint32_t>(f, record + 4, 0); }},
      {"items broken", [&](auto& f) { put<std::uint32_t>(f, record + 4, 5); }},
      {"pages of nothing", [&](auto& f) { put<std::uint32_t>(f, record + 32, 0); }},
      {"pages of one byte", [&](auto& f) { put<std::uint32_t>(f, record + 32, 1); }},
      {"no checksums", [&](auto& f) { put<std::uint64_t>(f, record + 24, 1000); }},
      {"checksums wrap", [&](auto& f) { put<std::uint64_t>(f, record + 24, ~0ull); }},
      {"kind twice", [&](auto& f) { put<std::uint32_t>(f, record, 0x11); }},
      {"kind gone", [&](auto& f) { put<std::uint32_t>(f, record, 0x7777); }},
      {"type unknown", [&](auto& f) { put<std::uint32_t>(f, 64, 3); }},
      {"too many entries", [&](auto& f) { put<std::uint64_t>(f, 24, 2); }},
      {"too many sections", [&](auto& f) { put<std::uint32_t>(f, 68, 257); }},
      {"header too short", [&](auto& f) { put<std::uint32_t>(f, 12, 128); }},
      {"header too long", [&](auto& f) { put<std::uint32_t>(f, 12, ~0u); }},
  };
  for (const auto& [what, change] : changes) {
    std::vector<std::byte> file = good;
    change(file);
    // The header alone: the forged directory may point anywhere.
    const std::uint64_t length = layout_of(good).header_length;
    put<std::uint64_t>(file, 80, 0);
    put<std::uint64_t>(file, 80, checksum64(*part(file, 0, length)));
    const auto set = open_bytes(file);
    ASSERT_FALSE(set) << what;
    EXPECT_EQ(set.error().kind, FaultKind::malformed) << what;
  }
  EXPECT_TRUE(open_bytes(good));
}

}  // namespace
}  // namespace winnow
