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

// With an end that leaves all numbers to zip64, which tells how many disks there are;
// a comment of so many bytes stands behind it.
std::string last_of_zip64(char disks, std::size_t comment) {
  std::string end("PK\x06\x07", 4);
  end += std::string(12, '\0') + std::string({disks, '\0', '\0', '\0'});
  end += std::string("PK\x05\x06", 4) + std::string(16, '\xFF');
  end += static_cast<char>(comment & 0xFF);
  end += static_cast<char>(comment >> 8);
  return middle() + end + std::string(comment, 'c');
}

// Archives that unpack themselves, and such as something else stands before.
TEST(DeepType, AZip64WithoutADiskNumberIsWhole) {
  for (const std::size_t comment : {0u, 9u, 65'535u}) {
    EXPECT_EQ(type_by_all("MZ" + last_of_zip64(1, comment), "/a/setup.exe"),
              ContentType::archive)
        << comment;
    EXPECT_EQ(type_by_all(last_of_zip64(1, comment), "/a/x.zip"), ContentType::archive);
    EXPECT_EQ(type_by_all(last_of_zip64(3, comment), "/a/x.zip"),
              ContentType::archive_part);
  }
  // Without zip64 it is the last disk of very many.
  std::string without = last_of_zip64(1, 0);
  without.replace(without.find("PK\x06\x07"), 4, "PK..");
  EXPECT_EQ(type_by_all(without, "/a/x.zip"), ContentType::archive_part);
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
