#include "drivers/decisions/intake_import.h"

#include <gtest/gtest.h>

#include "tests/base/temp_folder.h"
#include "tests/decisions/practice_decisions.h"

namespace winnow {
namespace {

class IntakeImportTest : public testing::Test {
 protected:
  IntakeImport read(const std::string& text) {
    auto import = read_intake_import(folder_.write("list", text));
    EXPECT_TRUE(import) << import.error().line();
    return import ? std::move(*import) : IntakeImport();
  }
  std::string fault(const std::string& text) {
    const auto import = read_intake_import(folder_.write("list", text));
    EXPECT_FALSE(import);
    return import ? "" : import.error().what;
  }
  // "row field: why; remedy" of each.
  static std::vector<std::string> rejects(const IntakeImport& import) {
    std::vector<std::string> lines;
    for (const ImportReject& one : import.rejects) {
      lines.push_back(std::to_string(one.row) + " " + one.exhibit + " " + one.field +
                      ": " + one.why + "; " + one.remedy);
    }
    return lines;
  }

  TempFolder folder_;
};

using Lines = std::vector<std::string>;

constexpr char kList[] =
    "Exhibit,Seized at,HOLDER,lives_with_children,Device\n"
    "a,2026-11-20,suspect,yes,\"phone, \"\"black\"\"\"\n"
    "b,,,,\n";

TEST_F(IntakeImportTest, TakesCsvAndJsonAlike) {
  const std::string json =
      "[{\"exhibit\":\"a\",\"seized_at\":\"2026-11-20\",\"holder\":\"suspect\","
      "\"lives-with-children\":\"yes\",\"device\":\"phone, \\\"black\\\"\"},\n"
      "{\"exhibit\":\"b\",\"holder\":null}]";
  for (const std::string& text : {std::string(kList), json, "\xEF\xBB\xBF" + json}) {
    const IntakeImport import = read(text);
    EXPECT_EQ(import.rows, 2u);
    EXPECT_TRUE(import.rejects.empty());
    ASSERT_EQ(import.taken.size(), 2u);
    const IntakeRequest& first = import.taken[0].request;
    EXPECT_EQ(first.ref, "a");
    ASSERT_EQ(first.statements.size(), 4u);
    EXPECT_EQ(*find_stated(first.statements, "device"), "phone, \"black\"");
    EXPECT_EQ(*find_stated(first.statements, "seized-at"), "2026-11-20");
    EXPECT_TRUE(import.taken[1].request.statements.empty());
    EXPECT_EQ(import.sha256.size(), 64u);
  }
  EXPECT_EQ(read(kList).taken[1].row, 3u);
}

TEST_F(IntakeImportTest, TakesOtherDelimitersAndLineEnds) {
  EXPECT_EQ(read("\xEF\xBB\xBF"
                 "exhibit;device\r\na;b,c\r\n")
                .taken.size(),
            1u);
  EXPECT_EQ(read("device\texhibit\nb\ta\n").taken.size(), 1u);
}

TEST_F(IntakeImportTest, ReadsTheHeaderBehindAMark) {
  EXPECT_EQ(read("\xEF\xBB\xBF"
                 "device;exhibit\nb,c;a\n")
                .taken.size(),
            1u);
}

TEST_F(IntakeImportTest, ARowIsRejectedOnce) {
  EXPECT_EQ(
      rejects(read("exhibit,device\na\n" + std::string(1025, 'x') + ",b\n")),
      (Lines{"2  : has 1 field, the header 2; give each column a field, if an empty "
             "one",
             "3  exhibit: is longer than 1,024 bytes; give a shorter one"}));
}

TEST_F(IntakeImportTest, TakesWhatALoweredAnswerNeeds) {
  const IntakeImport import = read(
      "exhibit,prior record,reason,countersigned by,review on\n"
      "a,no,checked,R. Reviewer,2027-02-01\n");
  ASSERT_EQ(import.taken.size(), 1u);
  const IntakeRequest& request = import.taken[0].request;
  EXPECT_EQ(request.signatures.reason, "checked");
  EXPECT_EQ(request.signatures.countersigned_by, "R. Reviewer");
  EXPECT_EQ(request.review_on, parse_utc("2027-02-01"));
}

TEST_F(IntakeImportTest, RejectsRowsAndTakesTheOthers) {
  const IntakeImport import = read(
      "exhibit,holder,seized-at,review-on\n"
      "a,owner,soon,never\n"
      "b,suspect,2026-11-20,\n"
      ",suspect,,\n"
      "b,victim,,\n"
      "c,suspect\n"
      "\"d\"x,suspect,,\n"
      "e,sus\xE4,,\n"
      "f,witness,,\n");
  EXPECT_EQ(import.rows, 8u);
  ASSERT_EQ(import.taken.size(), 2u);
  EXPECT_EQ(import.taken[0].request.ref, "b");
  EXPECT_EQ(import.taken[1].request.ref, "f");
  EXPECT_EQ(
      rejects(import),
      (Lines{"2 a holder: \"owner\" is not understood; it must be suspect, victim, "
             "witness or unknown",
             "2 a seized-at: \"soon\" is not understood; it must be a date or a moment "
             "in UTC, such as 2024-05-31 or 2024-05-31T12:00:00Z, or none",
             "2 a review-on: \"never\" is not understood; it must be a date, such as "
             "2024-05-31",
             "4  exhibit: is empty; give the exhibit's reference",
             "5 b exhibit: stands in row 3 too; leave one row an exhibit",
             "6  : has 2 fields, the header 4; give each column a field, if an empty "
             "one",
             "7  : has text behind a closing quotation mark; double quotation marks "
             "inside a value",
             "8 e holder: is no printable UTF-8; save the file as UTF-8, without line "
             "breaks in a value"}));
}

TEST_F(IntakeImportTest, RejectsObjectsAndTakesTheOthers) {
  const IntakeImport import = read(
      "[{\"exhibit\":\"a\",\"holder\":7}, [], {\"exhibit\":\"b\",\"device\":\"x\","
      "\"Device\":\"y\"}, {\"exhibit\":\"c\"}]");
  EXPECT_EQ(import.rows, 4u);
  EXPECT_EQ(import.taken.size(), 1u);
  EXPECT_EQ(rejects(import),
            (Lines{"1 a holder: is no text; put the value into quotation marks",
                   "2  : is no object; write it as {\"exhibit\": \"...\"}",
                   "3 b device: is stated twice; leave one"}));
}

TEST_F(IntakeImportTest, AFileThatSaysMoreThanItTakesIsAFault) {
  EXPECT_EQ(fault("exhibit,ethnicity\na,b\n").substr(0, 55),
            "the column \"ethnicity\" is not known; the columns are ex");
  EXPECT_EQ(fault("[{\"exhibit\":\"a\",\"postcode\":\"b\"}]").substr(0, 35),
            "the key \"postcode\" is not known; th");
  EXPECT_EQ(fault("holder\nsuspect\n"),
            "has no column exhibit; name it in the first line");
  EXPECT_EQ(fault("exhibit,device,Device\n"),
            "the column device stands there twice; leave one");
  EXPECT_EQ(fault(""), "is empty; begin it with a header");
  EXPECT_EQ(fault("[{\"exhibit\":"), "is no JSON: Invalid value.");
  EXPECT_EQ(fault("{}").substr(0, 27), "must be an array of objects");
  EXPECT_EQ(fault(std::string(100'000, '[')).substr(0, 10), "is no JSON");
  EXPECT_FALSE(read_intake_import(folder_.path("nowhere")));
}

}  // namespace
}  // namespace winnow
