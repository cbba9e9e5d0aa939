// Each importer given the lists of all others, as where detection would be wrong: none
// makes digests of them.
#include <gtest/gtest.h>

#include <map>

#include "hashsets/lists/detect.h"
#include "tests/hashsets/lists/sqlite_files.h"
#include "tests/hashsets/set_files.h"

namespace winnow {
namespace {

std::vector<std::byte> copy_of(std::string_view text) {
  const Bytes bytes = bytes_of(text);
  return {bytes.begin(), bytes.end()};
}

std::map<std::string, std::vector<std::byte>> lists() {
  const std::string md5 = invented_hex(Algorithm::md5, 1);
  const std::string sha256 = invented_hex(Algorithm::sha256, 1);
  std::string encase("HASH\r\n\xFF\0\1\0\0\0\0\0\0\0\1", 17);
  encase.resize(0x480);
  encase += std::string(16, 'x') + std::string(2, '\0');
  return {
      {"nsrl-3-minimal", sqlite_image(minimal_rds(3))},
      {"nsrl-3-full", sqlite_image(full_rds(3))},
      {"kdb", sqlite_image(kdb(3))},
      {"hfind index",
       copy_of(std::string(41, '0') + "|md5sum\n" + std::string(40, '0') + "1|x\n" +
               md5 + "|0000000000000042\n")},
      {"encase", copy_of(encase)},
      {"ilook-v1",
       copy_of("V1Hash,HashType,SetDescription,FileName,FilePath,FileSize\n" + md5 +
               ",MD5,,,,\n")},
      {"ncmec",
       copy_of("<queryResult xmlns=\"https://hashsharing.ncmec.org/hashsharing/"
               "v2\"><images><image><member id=\"1\"/><id>1</id>"
               "<fingerprints><md5>" +
               md5 +
               "</md5></fingerprints></image></images>"
               "</queryResult>")},
      {"pdq", copy_of("hash=" + sha256 + ",quality=99\n")},
      {"md5sum", copy_of(md5 + "  a.jpg\n")},
      {"bare digests", copy_of(md5 + "\n")},
      {"csv", copy_of("md5,name,c,d,e,f\n" + md5 + ",x,,,,\n")},
  };
}

const std::map<std::string, SourceImporter>& importers() {
  static const std::map<std::string, SourceImporter> kAll = {
      {"nsrl-3-minimal", import_rds_sqlite},
      {"nsrl-3-full", import_rds_sqlite},
      {"kdb", import_kdb},
      {"hfind index", import_hfind_index},
      {"encase", import_encase_hash},
      {"ilook-v1", import_ilook_v1},
      {"ncmec", import_ncmec},
      {"pdq", import_pdq_list},
  };
  return kAll;
}

TEST(WrongLists, GiveNoDigests) {
  for (const auto& [name, list] : lists()) {
    for (const auto& [expected, importer] : importers()) {
      const auto own = importers().find(name);
      const bool is_own = own != importers().end() && own->second == importer;
      const auto rows = import_bytes(importer, list);
      if (!rows) {
        EXPECT_FALSE(is_own) << rows.error().line();
        EXPECT_EQ(rows.error().place.substr(0, 4), "list");
        EXPECT_FALSE(rows.error().what.empty());
        continue;
      }
      EXPECT_EQ(!rows->taken.empty(), is_own) << name << " read as " << expected;
    }
  }
}

TEST(WrongLists, EachIsToldFromTheOthers) {
  for (const auto& [name, list] : lists()) {
    const Fd fd = memory_file(list);
    ListSource source(fd.get(), "list");
    const auto detected = detect_source(source);
    ASSERT_TRUE(detected) << name << ": " << detected.error().line();
    EXPECT_EQ(detected->name, name);
  }
}

TEST(WrongLists, NothingAtAllGivesNothing) {
  for (const auto& [name, importer] : importers()) {
    const auto rows = import_bytes(importer, Bytes());
    EXPECT_TRUE(!rows || rows->taken.empty()) << name;
  }
}

}  // namespace
}  // namespace winnow
