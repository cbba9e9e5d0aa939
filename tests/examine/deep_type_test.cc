#include "scanner/examine/deep_type.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "base/bytes.h"

namespace winnow {
namespace {

// As in Looker: what the first bytes do not tell.
ContentType type_by_all(const std::string& text, const std::string& path) {
  const Bytes bytes = bytes_of(text);
  const Bytes head = bytes.first(std::min(bytes.size(), kTypeHeadBytes));
  const ContentType type = type_of(head, bytes.size());
  if (type != ContentType::other || !may_be_deeper(head, bytes.size(), path)) {
    return type;
  }
  MemoryContent content{bytes};
  return deep_type_of(content, path);
}

std::string middle() {
  return std::string(5'000, '\x5A');
}

// With the end of a zip that is the disk of this number.
std::string last(char disk) {
  std::string end("PK\x05\x06", 4);
  end += std::string({disk, '\0', disk, '\0'}) + std::string(14, '\0');
  return middle() + end;
}

// `zip -s`, WinZip: x.z01, x.z02, x.zip. 7-Zip: x.zip.001 and so on.
TEST(DeepType, EveryPartOfASplitArchiveIsOne) {
  EXPECT_EQ(type_by_all("PK\x07\x08PK\x03\x04" + middle(), "/a/x.z01"),
            ContentType::archive);
  EXPECT_EQ(type_by_all(middle(), "/a/x.z02"), ContentType::archive_part);
  EXPECT_EQ(type_by_all(middle(), "/a/X.Z114"), ContentType::archive_part);
  EXPECT_EQ(type_by_all(last(2), "/a/x.zip"), ContentType::archive_part);
  EXPECT_EQ(type_by_all(last(2), "/a/X.ZIP"), ContentType::archive_part);
  EXPECT_EQ(type_by_all(middle(), "/a/x.zip.002"), ContentType::archive_part);
  EXPECT_EQ(type_by_all(middle(), "/a/x.7z.017"), ContentType::archive_part);
}

TEST(DeepType, OtherNamesAndOtherEndsAreNoParts) {
  for (const char* path : {"/a/x.z5", "/a/x.z", "/a/z02", "/a/x.002", "/a/.7z.000",
                           "/a/x.zip", "/a/02", "/a/x.zip.00", ""}) {
    EXPECT_EQ(type_by_all(middle(), path), ContentType::other) << path;
  }
  EXPECT_EQ(type_by_all(last(2), "/a/x"), ContentType::other);
  // Something else stands before it.
  EXPECT_EQ(type_by_all(last(0), "/a/x.zip"), ContentType::archive);
}

}  // namespace
}  // namespace winnow
