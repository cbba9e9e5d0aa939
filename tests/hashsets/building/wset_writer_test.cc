#include "hashsets/building/wset_writer.h"

#include <gtest/gtest.h>

#include "tests/hashsets/set_files.h"

namespace winnow {
namespace {

using wset::SectionKind;

WsetSection section(SectionKind kind, std::uint32_t item, std::uint32_t page,
                    std::string_view content) {
  WsetSection made{kind, item, page, Spool(testing::TempDir())};
  EXPECT_TRUE(made.content.append(bytes_of(content)));
  return made;
}

TEST(WsetWriter, SectionsLieWhereTheDirectorySays) {
  WsetSectionList sections;
  sections.push_back(section(SectionKind::name, 1, wset::kPage, "abc"));
  sections.push_back(
      section(SectionKind::keys, 16, wset::kKeyPage, std::string(5 * 4096 + 16, 'x')));
  sections.push_back(section(SectionKind::strings, 1, wset::kPage, ""));
  const Fd fd = memory_file({});
  PlainOutput output(fd.get(), "set");
  ASSERT_TRUE(write_wset(output, 2, 0, sections));
  std::vector<std::byte> file(static_cast<std::size_t>(*size_of(fd, "set")));
  ASSERT_TRUE(read_exactly(fd.get(), 0, file, "set"));

  const Layout layout = layout_of(file);
  ASSERT_EQ(layout.sections.size(), 5u);
  EXPECT_EQ(le<std::uint64_t>(file, 16), file.size());
  const auto& at_name = layout.sections.at(0x10);
  EXPECT_EQ(at_name.offset % 64, 0u);
  EXPECT_EQ(text_of(*part(file, at_name.offset, at_name.length)), "abc");
  const auto& at_keys = layout.sections.at(0x102);
  EXPECT_EQ(at_keys.offset % 4096, 0u);
  EXPECT_EQ(at_keys.length, 5u * 4096 + 16);
  EXPECT_EQ(at_keys.item_length, 16u);
  EXPECT_EQ(at_keys.first_checksum, 1u);
  // One page of the name, six of the keys, none of the empty section.
  EXPECT_EQ(layout.sections.at(0x01).length, 7u * 8);
  EXPECT_EQ(layout.sections.at(0x02).length, 8u);
}

// The test's own reading of the checksums agrees with the writer's.
TEST(WsetWriter, ChecksumsAreThoseOfThePage) {
  const TempFolder folder;
  std::string list;
  for (std::uint64_t i = 0; i < 3000; ++i)
    list += invented_hex(Algorithm::md5, i) + "\n";
  const BuildRequest request = request_for(folder, list);
  ASSERT_TRUE(build_set(request));
  const std::vector<std::byte> file = bytes_in(request.output);
  std::vector<std::byte> again = file;
  reseal(again);
  EXPECT_EQ(again, file);
}

}  // namespace
}  // namespace winnow
