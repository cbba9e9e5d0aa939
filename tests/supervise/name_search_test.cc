#include "scanner/supervise/name_search.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace winnow {
namespace {

struct Named {
  std::string path;
  bool allocated = true;
};

FileTable table_of(const std::vector<Named>& files) {
  FileTable table;
  for (const Named& named : files) {
    FileRecord file;
    file.id = static_cast<FileId>(table.size());
    file.path = named.path;
    file.allocated = named.allocated;
    table.add(file);
  }
  return table;
}

NameRules rules_of(const std::string& lines) {
  auto rules = NameRules::parse("winnow-indications 1\n" + lines, "own.txt");
  EXPECT_TRUE(rules) << rules.error().line();
  return rules ? std::move(*rules) : NameRules();
}

// "file:rule", one behind the other.
std::string found(const std::vector<Named>& files, const std::string& lines) {
  const NamesMet met = search_names(table_of(files), rules_of(lines));
  std::string text;
  for (const NameMet& name : met.names) {
    text += (text.empty() ? "" : " ") + std::to_string(name.file) + ":" +
            met.rules[name.rule].id;
  }
  return text;
}

TEST(NameSearch, APatternFitsAWholePart) {
  EXPECT_TRUE(fits("known.met", "known.met"));
  EXPECT_FALSE(fits("known.met", "known.met2"));
  EXPECT_FALSE(fits("known.met", "unknown.met"));
  EXPECT_TRUE(fits("*.hc", ".hc"));
  EXPECT_TRUE(fits("*.hc", "a.hc.hc"));
  EXPECT_FALSE(fits("*.hc", "a.hcc"));
  EXPECT_TRUE(fits("a*b*c", "abxbxc"));
  EXPECT_FALSE(fits("a*b*c", "axcxb"));
  EXPECT_TRUE(fits("*", ""));
  EXPECT_FALSE(fits("?", ""));
  EXPECT_TRUE(fits("???", "aßc"));
  EXPECT_FALSE(fits("??", "aßc"));
  EXPECT_TRUE(fits("*?c", "ßc"));
  EXPECT_FALSE(fits("*??c", "ßc"));
  EXPECT_TRUE(fits("?*", "🙂"));
  EXPECT_FALSE(fits("??*", "🙂"));
}

// The answer by trying everything.
bool fits_slowly(std::string_view pattern, std::string_view name) {
  if (pattern.empty()) return name.empty();
  if (pattern[0] == '*') {
    return fits_slowly(pattern.substr(1), name) ||
           (!name.empty() && fits_slowly(pattern, name.substr(1)));
  }
  return !name.empty() && (pattern[0] == '?' || pattern[0] == name[0]) &&
         fits_slowly(pattern.substr(1), name.substr(1));
}

TEST(NameSearch, PatternsFitAsBySearchingAllWays) {
  std::mt19937 random(7);
  const auto text = [&random](std::string_view letters) {
    std::string made(random() % 9, ' ');
    for (char& c : made) c = letters[random() % letters.size()];
    return made;
  };
  for (int i = 0; i < 50'000; ++i) {
    const std::string pattern = text("ab*?");
    const std::string name = text("ab");
    ASSERT_EQ(fits(pattern, name), fits_slowly(pattern, name))
        << pattern << " " << name;
  }
}

TEST(NameSearch, AHostilePatternTakesNoLongerThanItsLengthAllows) {
  std::string pattern;
  for (int i = 0; i < 60; ++i) pattern += "a*";
  EXPECT_FALSE(fits(pattern + "b", std::string(100'000, 'a')));
}

TEST(NameSearch, FilesAreMetByTheEndOfTheirPath) {
  const std::vector<Named> files = {{"/volume-0/Users/a/KNOWN.MET"},
                                    {"/volume-0/known.met/x"},
                                    {"/volume-0/a/eMule/Temp/001.part.met"},
                                    {"/volume-0/TEMP/001.part.met/more"},
                                    {"/volume-0/Ärger.hc"}};
  EXPECT_EQ(found(files, "known | file | known.met | w\n"), "0:known");
  EXPECT_EQ(found(files, "part | file | temp/*.part.met | w\n"), "2:part");
  EXPECT_EQ(found(files, "part | file | emule/*/*.met | w\n"), "2:part");
  EXPECT_EQ(found(files, "part | file | emule/*.met | w\n"), "");
  EXPECT_EQ(found(files, "hc | file | äRGER.hc | w\n"), "4:hc");
  EXPECT_EQ(found(files, "x | file | volume-0/known.met | w\n"), "");
}

TEST(NameSearch, FoldersMayComeInAnyOrder) {
  const std::vector<Named> files = {{"/volume-0/a/none"},
                                    {"/volume-0/Vault/x.hc"},
                                    {"/volume-0/a/y.hc"},
                                    {"/volume-0/vault/none"},
                                    {"/volume-0//z.hc"},
                                    {"/volume-0/a/Temp/"},
                                    {"/volume-0/Vault/b/x.hc"},
                                    {"/volume-0"},
                                    {"/x.hc"},
                                    {"/volume-0/x.hc"}};
  EXPECT_EQ(found(files, "hc | file | *.hc | w\n"), "1:hc 2:hc 4:hc 6:hc 9:hc");
  EXPECT_EQ(found(files, "hc | file | vault/*.hc | w\n"), "1:hc");
  EXPECT_EQ(found(files, "hc | file | */x.hc | w\n"), "1:hc 6:hc");
  EXPECT_EQ(found(files, "vault | folder | vault | w\n"), "1:vault 3:vault");
  EXPECT_EQ(found(files, "any | folder | *a* | w\n"), "0:any 1:any 3:any");
  EXPECT_EQ(found(files, "temp | folder | temp | w\n"), "5:temp");
}

TEST(NameSearch, AFolderIsMetOnceByItsFirstLiveFile) {
  const std::vector<Named> files = {{"/volume-0/a/Tor Browser/gone", false},
                                    {"/volume-0/a/Tor Browser/start.exe"},
                                    {"/volume-0/a/tor browser/x"},
                                    {"/volume-0/a/Tor Browser/Data/Tor Browser/y"},
                                    {"/volume-0/b/Tor Browser/lost", false},
                                    {"/volume-0/b/Tor Browser/also lost", false},
                                    {"/volume-0/c/Tor Browser"},
                                    {"/volume-0/Tor Browser/top"}};
  EXPECT_EQ(found(files, "tor | folder | TOR BROWSER | w\n"),
            "1:tor 2:tor 4:tor 7:tor");
  EXPECT_EQ(found(files, "tor | folder | Tor*/Data | w\n"), "3:tor");
  EXPECT_EQ(found(files, "tor | folder | volume-0 | w\n"), "");
}

TEST(NameSearch, AFileMeetsEveryRuleThatItFits) {
  const NamesMet met =
      search_names(table_of({{"/volume-0/x/none"}, {"/volume-0/VeraCrypt/a.hc"}}),
                   rules_of("tc | file | *.tc | one\nhc | file | *.hc | two\n"
                            "vera | folder | veracrypt | three\n"));
  ASSERT_EQ(met.rules.size(), 2u) << "rules that nothing fits are not told";
  EXPECT_EQ(met.rules[0].number, 1u);
  EXPECT_EQ(met.rules[0].id, "hc");
  EXPECT_EQ(met.rules[0].words, "two");
  EXPECT_EQ(met.rules[1].number, 2u);
  ASSERT_EQ(met.names.size(), 2u);
  EXPECT_EQ(met.names[1].file, 1u);
  EXPECT_EQ(met.names[1].rule, 1u);
}

TEST(NameSearch, BeyondTheMostTheyAreCounted) {
  std::vector<Named> files;
  for (int i = 0; i < 250; ++i) {
    // The folders' live files come in the other order.
    files.push_back({"/volume-0/f" + std::to_string(i) + "/Vault/gone.hc", false});
  }
  for (int i = 249; i >= 0; --i) {
    files.push_back({"/volume-0/f" + std::to_string(i) + "/Vault/live"});
  }
  const NamesMet met =
      search_names(table_of(files),
                   rules_of("hc | file | *.hc | one\nvault | folder | vault | two\n"));
  ASSERT_EQ(met.rules.size(), 2u);
  EXPECT_EQ(met.rules[0].left_out, 150u);
  EXPECT_EQ(met.rules[1].left_out, 150u);
  ASSERT_EQ(met.names.size(), 2 * kMostNames);
  EXPECT_EQ(met.names.front().file, 0u);
  EXPECT_EQ(met.names[kMostNames - 1].file, kMostNames - 1);
  EXPECT_EQ(met.names[kMostNames].file, 250u) << "live ones, in the inventory's order";
  EXPECT_EQ(met.names.back().file, 250u + kMostNames - 1);
}

TEST(NameSearch, NothingIsMetWithoutRulesOrFiles) {
  EXPECT_TRUE(search_names(table_of({{"/volume-0/a"}}), NameRules()).rules.empty());
  EXPECT_TRUE(search_names(FileTable(), rules_of("a | file | a | w\n")).names.empty());
}

}  // namespace
}  // namespace winnow
