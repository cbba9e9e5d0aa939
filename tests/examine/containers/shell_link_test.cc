#include "scanner/examine/containers/shell_link.h"

#include <gtest/gtest.h>

#include "tests/examine/containers/opened_members.h"

namespace winnow {
namespace {

std::string number(std::uint64_t value, int bytes = 4) {
  std::string text;
  for (int i = 0; i < bytes; ++i) text += static_cast<char>(value >> (8 * i));
  return text;
}

std::string wide(const std::string& text) {
  std::string bytes;
  for (const char c : text) bytes += {c, '\0'};
  return bytes;
}

std::string head(std::uint32_t flags) {
  std::string bytes =
      number(76) + std::string("\x01\x14\x02\0\0\0\0\0\xC0\0\0\0\0\0\0\x46", 16) +
      number(flags) + number(0x20) + std::string(24, '\0') + number(1234567);
  bytes.resize(76, '\0');
  return bytes;
}

// After [MS-SHLLINK] 2.3, and not after the reader.
std::string info_of_local_file() {
  const std::string label = std::string("STICK\0", 6);
  const std::string volume =
      number(16 + label.size()) + number(2) + number(0xCAFE0123) + number(16) + label;
  const std::string path("E:\\DCIM\0", 8), rest("a\xE9.jpg\0", 7);
  const std::uint64_t volume_at = 28, path_at = volume_at + volume.size(),
                      rest_at = path_at + path.size();
  return number(rest_at + rest.size()) + number(28) + number(1) + number(volume_at) +
         number(path_at) + number(0) + number(rest_at) + volume + path + rest;
}

std::string local_link() {
  return head(1 | 2 | 0x80) + number(6, 2) + "idlist" + info_of_local_file();
}

std::string network_link() {
  const std::string share("\\\\SERVER\\pictures\0", 18);
  const std::string network = number(20 + share.size()) + number(2) + number(20) +
                              number(0) + number(0) + share;
  const std::string rest("x.jpg\0", 6);
  const std::string info = number(28 + network.size() + rest.size()) + number(28) +
                           number(2) + number(0) + number(0) + number(28) +
                           number(28 + network.size()) + network + rest;
  return head(2) + info;
}

TEST(ShellLink, LeadsToAFileOfAVolume) {
  const auto link = parse_shell_link(bytes_of(local_link()));
  ASSERT_TRUE(link.has_value());
  EXPECT_EQ(link->target, "E:\\DCIM\\a\xC3\xA9.jpg");
  EXPECT_EQ(link->volume_label, "STICK");
  EXPECT_EQ(link->volume_serial, 0xCAFE0123u);
  EXPECT_EQ(link->target_bytes, 1234567u);
}

TEST(ShellLink, LeadsToAShare) {
  const auto link = parse_shell_link(bytes_of(network_link()));
  ASSERT_TRUE(link.has_value());
  EXPECT_EQ(link->target, "\\\\SERVER\\pictures\\x.jpg");
}

TEST(ShellLink, RelativePathWhereThereIsNoOther) {
  const std::string path = "..\\y.png";
  const auto link =
      parse_shell_link(bytes_of(head(4 | 8 | 0x80) + number(2, 2) + wide("no") +
                                number(path.size(), 2) + wide(path)));
  ASSERT_TRUE(link.has_value());
  EXPECT_EQ(link->target, path);
}

TEST(ShellLink, IsToldInANote) {
  const Opened opened = open_all(ContentType::shell_link, local_link());
  EXPECT_FALSE(opened.fault.has_value());
  EXPECT_EQ(
      opened.notes,
      (std::vector<std::string>{
          "the link leads to E:\\DCIM\\a\xC3\xA9.jpg, then of 1,234,567 bytes, on "
          "the volume with serial number cafe0123, called STICK"}));
  EXPECT_TRUE(open_all(ContentType::shell_link, "no link").fault.has_value());
}

TEST(ShellLink, DamageIsSurvived) {
  for (const std::string& link : {local_link(), network_link()}) {
    expect_mutations_are_survived(ContentType::shell_link, link, 3000);
  }
}

}  // namespace
}  // namespace winnow
