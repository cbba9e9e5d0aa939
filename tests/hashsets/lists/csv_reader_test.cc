#include "hashsets/lists/csv_reader.h"

#include <gtest/gtest.h>

#include "tests/hashsets/set_files.h"

namespace winnow {
namespace {

using Record = std::vector<std::string>;

struct Records {
  std::vector<Record> all;
  std::vector<std::uint64_t> lines;
  std::optional<Fault> fault;
};

Records records_of(std::string_view text, char delimiter = ',') {
  const Fd fd = memory_file(bytes_of(text));
  ListSource source(fd.get(), "list.csv");
  LineReader lines(source);
  CsvReader reader(lines, delimiter);
  Records records;
  for (;;) {
    const auto more = reader.next();
    if (!more) records.fault = more.error();
    if (!more || !*more) return records;
    records.all.emplace_back(reader.fields().begin(), reader.fields().end());
    records.lines.push_back(reader.line().number);
  }
}

TEST(CsvReader, PlainFields) {
  EXPECT_EQ(records_of("a,b,,d\n,\n").all,
            (std::vector<Record>{{"a", "b", "", "d"}, {"", ""}}));
  EXPECT_EQ(records_of("a;b,c;d\n", ';').all, (std::vector<Record>{{"a", "b,c", "d"}}));
  EXPECT_EQ(records_of("one\n\n  \ntwo\r\n").all,
            (std::vector<Record>{{"one"}, {"two"}}));
}

TEST(CsvReader, QuotedFields) {
  EXPECT_EQ(records_of("\"a,b\",\"c \"\"d\"\"\",\"\"\n").all,
            (std::vector<Record>{{"a,b", "c \"d\"", ""}}));
  EXPECT_EQ(records_of("a \"b\" c,d\n").all, (std::vector<Record>{{"a \"b\" c", "d"}}));
  EXPECT_EQ(records_of("\"a\",\n").all, (std::vector<Record>{{"a", ""}}));
}

TEST(CsvReader, QuotedFieldsMayHoldLines) {
  const Records records = records_of("\"a\nb\r\n\nc\",d\ne,\"f\n\"\n");
  EXPECT_EQ(records.all, (std::vector<Record>{{"a\nb\n\nc", "d"}, {"e", "f\n"}}));
  EXPECT_EQ(records.lines, (std::vector<std::uint64_t>{1, 5}));
  EXPECT_FALSE(records.fault);
}

TEST(CsvReader, TextAfterAClosingQuotationMarkIsNoticed) {
  const Fd fd = memory_file(bytes_of("\"a\"b,c\n\"d\",e\n"));
  ListSource source(fd.get(), "list.csv");
  LineReader lines(source);
  CsvReader reader(lines, ',');
  ASSERT_TRUE(*reader.next());
  EXPECT_TRUE(reader.has_stray_text());
  ASSERT_TRUE(*reader.next());
  EXPECT_FALSE(reader.has_stray_text());
}

TEST(CsvReader, AQuotationMarkThatIsNeverClosedIsAFault) {
  const Records cut_off = records_of("a,b\nc,\"d\ne,f\n");
  EXPECT_EQ(cut_off.all.size(), 1u);
  ASSERT_TRUE(cut_off.fault);
  EXPECT_EQ(cut_off.fault->kind, FaultKind::truncated);
  EXPECT_EQ(cut_off.fault->place, "list.csv:2");
  std::string swallowed = "a,\"b\n";
  while (swallowed.size() < 2 * kLineLimit) swallowed += "a,b,c,d,e,f,g,h\n";
  const Records too_long = records_of(swallowed);
  ASSERT_TRUE(too_long.fault);
  EXPECT_EQ(too_long.fault->kind, FaultKind::malformed);
  EXPECT_NE(too_long.fault->what.find("line 1"), std::string::npos);
}

// The plain way and the way with quotation marks must split alike.
TEST(CsvReader, QuotingChangesNothing) {
  const std::vector<Record> fields = {{"a"}, {"", "b", ""}, {"x", "y", "z", "", "w"}};
  for (const Record& record : fields) {
    std::string plain;
    std::string quoted;
    for (std::size_t i = 0; i < record.size(); ++i) {
      plain += (i == 0 ? "" : ",") + record[i];
      quoted += std::string(i == 0 ? "" : ",") + "\"" + record[i] + "\"";
    }
    EXPECT_EQ(records_of(plain + "\n").all, (std::vector<Record>{record}));
    EXPECT_EQ(records_of(quoted + "\n").all, (std::vector<Record>{record}));
  }
}

}  // namespace
}  // namespace winnow
