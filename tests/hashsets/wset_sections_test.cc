#include "hashsets/wset_sections.h"

#include <gtest/gtest.h>

#include <cstring>
#include <functional>

#include "base/checksum.h"
#include "hashsets/building/wset_writer.h"
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
  const auto unknown = static_cast<SectionKind>(0xABCD);
  WsetSectionList sections;
  for (const auto& [kind, item, length] : {std::tuple{SectionKind::name, 1u, 2u},
                                           std::tuple{SectionKind::provenance, 1u, 2u},
                                           std::tuple{SectionKind::strings, 1u, 2u},
                                           std::tuple{SectionKind::entries, 4u, 0u},
                                           std::tuple{SectionKind::attributes, 32u, 0u},
                                           std::tuple{unknown, 1u, 70'000u}}) {
    WsetSection& section = sections.emplace_back(
        WsetSection{kind, item, wset::kPage, Spool(std::string("."))});
    ASSERT_TRUE(section.content.append(std::vector<std::byte>(length)));
  }
  const Fd fd = memory_file({});
  PlainOutput output(fd.get(), "set");
  ASSERT_TRUE(write_wset(output, 1, 0, sections));
  std::vector<std::byte> file(static_cast<std::size_t>(*size_of(fd, "set")));
  ASSERT_TRUE(read_exactly(fd.get(), 0, file, "set"));
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

TEST(WsetSections, TheRootOfTheChecksumsIsCheckedWhenOpened) {
  const TempFolder folder;
  std::vector<std::byte> file = small_set(folder);
  const Layout layout = layout_of(file);
  file[static_cast<std::size_t>(layout.sections.at(0x02).offset)] ^= std::byte{1};
  const auto set = open_bytes(file);
  ASSERT_FALSE(set);
  EXPECT_NE(set.error().what.find("checksum of its checksums"), std::string::npos);
}

// A header with checksums that fit and fields that do not: each is met when opening.
TEST(WsetSections, ForgedDirectoriesAreRefused) {
  const TempFolder folder;
  const std::vector<std::byte> good = small_set(folder);
  const std::uint64_t record = 128;  // of the first section
  using Change = std::function<void(std::vector<std::byte>&)>;
  struct Forgery {
    const char* what;
    const char* said;
    Change change;
  };
  const std::vector<Forgery> forgeries = {
      {"offset outside", "outside of its place",
       [&](auto& f) { put<std::uint64_t>(f, record + 8, 1u << 30); }},
      {"offset wraps", "outside of its place",
       [&](auto& f) { put<std::uint64_t>(f, record + 8, ~63ull); }},
      {"offset in header", "outside of its place",
       [&](auto& f) { put<std::uint64_t>(f, record + 8, 0); }},
      {"offset odd", "outside of its place",
       [&](auto& f) {
         put<std::uint64_t>(f, record + 8, le<std::uint64_t>(f, record + 8) + 1);
       }},
      {"length huge", "outside of its place",
       [&](auto& f) { put<std::uint64_t>(f, record + 16, ~0ull); }},
      {"length overlaps", "outside of its place",
       [&](auto& f) { put<std::uint64_t>(f, record + 16, 65); }},
      {"items of nothing", "whole number of items",
       [&](auto& f) { put<std::uint32_t>(f, record + 4, 0); }},
      {"items broken", "whole number of items",
       [&](auto& f) { put<std::uint32_t>(f, record + 4, 5); }},
      {"pages of nothing", "unknown length",
       [&](auto& f) { put<std::uint32_t>(f, record + 32, 0); }},
      {"pages of one byte", "unknown length",
       [&](auto& f) { put<std::uint32_t>(f, record + 32, 1); }},
      {"no checksums", "no checksums",
       [&](auto& f) { put<std::uint64_t>(f, record + 24, 1000); }},
      {"checksums wrap", "no checksums",
       [&](auto& f) { put<std::uint64_t>(f, record + 24, ~0ull); }},
      {"kind twice", "twice", [&](auto& f) { put<std::uint32_t>(f, record, 0x11); }},
      {"kind gone", "is missing",
       [&](auto& f) { put<std::uint32_t>(f, record, 0x7777); }},
      {"type unknown", "unknown type", [&](auto& f) { put<std::uint32_t>(f, 64, 3); }},
      {"too many entries", "entries are missing",
       [&](auto& f) { put<std::uint64_t>(f, 24, 2); }},
      {"too many sections", "length of its header",
       [&](auto& f) { put<std::uint32_t>(f, 68, 257); }},
      {"header too short", "length of its header",
       [&](auto& f) { put<std::uint32_t>(f, 12, 128); }},
      {"header too long", "length of its header",
       [&](auto& f) { put<std::uint32_t>(f, 12, ~0u); }},
  };
  for (const Forgery& forgery : forgeries) {
    SCOPED_TRACE(forgery.what);
    std::vector<std::byte> file = good;
    forgery.change(file);
    // The header alone: the forged directory may point anywhere.
    const std::uint64_t length = layout_of(good).header_length;
    put<std::uint64_t>(file, 80, 0);
    put<std::uint64_t>(file, 80, checksum64(*part(file, 0, length)));
    const auto set = open_bytes(file);
    ASSERT_FALSE(set);
    EXPECT_EQ(set.error().kind, FaultKind::malformed);
    EXPECT_NE(set.error().what.find(forgery.said), std::string::npos)
        << set.error().what;
  }
  EXPECT_TRUE(open_bytes(good));
}

}  // namespace
}  // namespace winnow
