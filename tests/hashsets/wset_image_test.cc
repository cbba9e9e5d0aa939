#include "hashsets/wset_image.h"

#include <gtest/gtest.h>

#include "hashsets/wset_sections.h"
#include "tests/hashsets/set_files.h"

namespace winnow {
namespace {

using wset::SectionKind;

TEST(WsetImage, SectionsLieWhereTheDirectorySays) {
  WsetImage image;
  image.plan(SectionKind::name, 3);
  image.plan(SectionKind::keys, 5 * 4096 + 16, 16, wset::kKeyPage);
  image.plan(SectionKind::strings, 0);
  image.allocate();
  const Bytes name = bytes_of("abc");
  std::copy(name.begin(), name.end(), image.section(SectionKind::name).begin());
  const MutableBytes keys = image.section(SectionKind::keys);
  std::fill(keys.begin(), keys.end(), std::byte{0x55});
  const std::vector<std::byte> file = std::move(image).seal(2, 0);

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
TEST(WsetImage, ChecksumsAreThoseOfThePage) {
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
