// What lies inside files: the pictures of real archives, documents, mails, caches and
// databases are found through the paths to them, and what was made to break a reader
// ends as an outcome within limits.
//
// container_truth.tsv names members of the shared evidence and their MD5, as 7-Zip,
// unar, pffexport, pdfimages and Python's zipfile, tarfile and email took them out; of
// old Office documents, whose pictures these do not take out, the digests are those of
// the same pictures in the new ones; of the Chromium cache, of the files beside its
// index.
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <zlib.h>

#include <chrono>
#include <filesystem>
#include <set>

#include "bench/practice/zip_file.h"
#include "tests/acceptance/evidence_images.h"
#include "tests/acceptance/program.h"
#include "tests/base/temp_folder.h"

namespace winnow::test {
namespace {

namespace fs = std::filesystem;
using practice::packed_for_zip;
using practice::zeros_for_zip;
using practice::zip_of;
using practice::ZipMember;

const std::string kContainers = std::string(WINNOW_SHARED) + "/evidence/containers";
const std::string kOriginals = kContainers + "/thumbsdb/ExifPhotos/All_Exif_Version/";

std::string named(const std::string& name) {
  for (const auto& entry : fs::recursive_directory_iterator(kContainers)) {
    if (entry.path().filename() == name) return entry.path();
  }
  return "";
}

struct Problem {
  std::string path;
  std::string outcome;
  std::string reason;
};

class Contents : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!fs::exists(kContainers)) GTEST_SKIP() << kNoEvidence;
    fs::create_directory(folder_.path("exhibit"));
  }

  // The exit status; the answers are kept.
  int scan(const std::string& exhibit, const std::string& set,
           const std::vector<std::string>& options = {}) {
    const std::string a_case = folder_.path("case");
    fs::remove_all(a_case);
    std::vector<std::string> arguments = {"scan", exhibit,  "--hashset",
                                          set,    "--case", a_case};
    arguments.insert(arguments.end(), options.begin(), options.end());
    const Ran ran = winnow(arguments);
    findings_ = winnow({"findings", "--case", a_case, "--json"}).out;
    coverage_ = winnow({"coverage", "--case", a_case, "--json"}).out;
    EXPECT_EQ(winnow({"verify", "--case", a_case}).status, 0);
    exhibit_ = parse_json(coverage_);
    EXPECT_TRUE(exhibit_.IsArray() && exhibit_.Size() == 1) << ran.err;
    if (exhibit_.IsArray() && exhibit_.Size() == 1) {
      EXPECT_TRUE(exhibit_[0]["balanced"].GetBool());
    }
    return ran.status;
  }
  int scan_exhibit(const std::string& set) {
    return scan(folder_.path("exhibit"), set);
  }

  [[nodiscard]] bool is_complete() const { return exhibit_[0]["complete"].GetBool(); }
  [[nodiscard]] std::uint64_t count(const char* part, const char* outcome) const {
    return exhibit_[0][part][outcome].GetUint64();
  }
  [[nodiscard]] std::vector<Problem> problems() const {
    std::vector<Problem> all;
    for (const auto& problem : exhibit_[0]["problems"].GetArray()) {
      all.push_back({problem["path"].GetString(), problem["outcome"].GetString(),
                     problem["reason"].GetString()});
    }
    return all;
  }
  // "kind set path", of every finding.
  [[nodiscard]] std::set<std::string> met() const {
    std::set<std::string> all;
    std::size_t begin = 0;
    for (std::size_t end = 0; (end = findings_.find('\n', begin)) != std::string::npos;
         begin = end + 1) {
      const auto line = parse_json(findings_.substr(begin, end - begin));
      all.insert(std::string(line["kind"].GetString()) + " " + line["set"].GetString() +
                 " " + line["path"].GetString());
    }
    return all;
  }

  [[nodiscard]] std::string put(const std::string& name, const std::string& bytes) {
    const std::string path = folder_.path("exhibit/" + name);
    fs::create_directories(fs::path(path).parent_path());
    write_text(path, bytes);
    return path;
  }
  // A list of one file's MD5.
  [[nodiscard]] std::string list_of(const std::string& md5) {
    return folder_.write("list.md5", md5 + "\n");
  }
  [[nodiscard]] std::string set_of(const std::string& name,
                                   const std::vector<std::string>& files) {
    const std::string from = folder_.path("learn-" + name);
    fs::create_directory(from);
    for (const std::string& file : files) {
      fs::copy_file(file, from + "/" + fs::path(file).filename().string());
    }
    const std::string set = folder_.path(name + ".wset");
    const Ran ran = winnow({"hashset", "learn", set, from, "--name", name});
    EXPECT_EQ(ran.status, 0) << ran.err;
    return set;
  }

  TempFolder folder_;
  std::string findings_;
  std::string coverage_;
  rapidjson::Document exhibit_;
};

TEST_F(Contents, every_member_that_the_truth_names_is_found_through_its_path) {
  const auto truth = read_table(WINNOW_CONTAINER_TRUTH);
  ASSERT_GT(truth.size(), 100u);
  std::string list;
  for (const auto& row : truth) list += row.at("md5") + "\n";
  EXPECT_EQ(scan(kContainers, folder_.write("truth.md5", list)), 1);
  std::set<std::string> found;
  for (const Found& finding : parse_findings(findings_)) {
    if (finding.kind == "exact") found.insert(finding.md5 + " " + finding.path);
  }
  for (const auto& row : truth) {
    const std::string path = "/volume-0/" + row.at("path") + "//" + row.at("member");
    EXPECT_TRUE(found.contains(row.at("md5") + " " + path)) << path;
  }
}

TEST_F(Contents, thumbnails_lead_to_the_pictures_that_were_beside_them) {
  std::vector<std::string> options = {"--set-threshold"};
  std::vector<std::string> sets;
  for (const char* version : {"0200", "0220", "0221", "0230"}) {
    const std::string name = std::string("v") + version;
    sets.push_back(set_of(name, {kOriginals + "Exif_" + name + ".jpg"}));
    options.push_back(name + "=32");
  }
  options.push_back("--hashset");
  options.insert(options.end(), sets.begin() + 1, sets.end());
  fs::copy_file(kOriginals + "Thumbs.db", folder_.path("exhibit/Thumbs.db"));
  EXPECT_EQ(scan(folder_.path("exhibit"), sets.front(), options), 1);
  // One of them is 32 bits away: by default, at 31, it is not met.
  const std::string at = " /volume-0/Thumbs.db//";
  EXPECT_EQ(met(), (std::set<std::string>{
                       "near v0200" + at + "256_75c25b506427b131/thumbnail.jpg",
                       "near v0220" + at + "256_79e80d996aaf8da9/thumbnail.jpg",
                       "near v0221" + at + "256_267ac1efabfe4df/thumbnail.jpg",
                       "near v0230" + at + "256_2e7a5b4073e97666/thumbnail.jpg"}));
}

TEST_F(Contents, encrypted_members_are_told_of_and_the_scan_is_not_complete) {
  for (const char* name :
       {"jpegs.rar-encrypted", "jpegs.rar5-encrypted", "full_encrypted.7z",
        "test7Z_protected_passTika.7z", "test-documents-enc.rar"}) {
    fs::copy_file(named(name), folder_.path(std::string("exhibit/") + name));
  }
  EXPECT_EQ(scan_exhibit(list_of(std::string(32, 'a'))), 3);
  EXPECT_FALSE(is_complete());
  EXPECT_EQ(count("members", "encrypted"), 9u);  // four pictures twice, one text
  std::set<std::string> files;
  for (const Problem& problem : problems()) {
    EXPECT_EQ(problem.outcome, "encrypted") << problem.path << problem.reason;
    files.insert(problem.path.substr(0, problem.path.find("//")));
  }
  EXPECT_EQ(files.size(), 5u);
}

// By a method that no zip has.
TEST_F(Contents, a_member_that_is_not_read_is_told_of_and_the_scan_is_not_complete) {
  std::string zip = zip_of({{"a.txt", packed_for_zip("what nobody can read here")},
                            {"b.txt", packed_for_zip("what can be read")}});
  zip[8] = zip[zip.find("PK\x01\x02") + 10] = 90;
  static_cast<void>(put("a.zip", zip));
  EXPECT_EQ(scan_exhibit(list_of(std::string(32, 'a'))), 3);
  EXPECT_FALSE(is_complete());
  EXPECT_EQ(count("files", "hashed"), 1u);
  EXPECT_EQ(count("members", "hashed"), 1u);
  EXPECT_EQ(count("members", "unvisited"), 1u);
  ASSERT_EQ(problems().size(), 1u) << coverage_;
  EXPECT_EQ(problems()[0].path, "/volume-0/a.zip//a.txt");
  EXPECT_EQ(problems()[0].outcome, "unsupported");
  const auto ranked =
      parse_json(winnow({"rank", "--case", folder_.path("case"), "--json"}).out);
  EXPECT_STREQ(ranked[0]["band"].GetString(), "unexamined");
}

// A picture in a header alone: 60,000 pixels wide and high, and no data to speak of.
std::string wide_png() {
  const auto number = [](std::uint32_t value) {
    std::string text;
    for (int shift = 24; shift >= 0; shift -= 8) {
      text += static_cast<char>(value >> shift);
    }
    return text;
  };
  const auto chunk = [&number](const std::string& type, const std::string& bytes) {
    const std::string summed = type + bytes;
    return number(static_cast<std::uint32_t>(bytes.size())) + summed +
           number(static_cast<std::uint32_t>(
               ::crc32(0, reinterpret_cast<const Bytef*>(summed.data()),
                       static_cast<uInt>(summed.size()))));
  };
  const std::string head =
      number(60'000) + number(60'000) + std::string("\x08\x02\0\0\0", 5);
  return "\x89PNG\r\n\x1A\n" + chunk("IHDR", head) +
         chunk("IDAT", std::string("\x78\x9C\x03\0\0\0\0\x01", 8)) + chunk("IEND", "");
}

// The frame header of the picture, not that of its thumbnail, now says 60,000.
std::string wide_jpeg(std::string bytes) {
  const std::size_t frame = bytes.rfind("\xFF\xC0");
  EXPECT_NE(frame, std::string::npos);
  for (const std::size_t at : {frame + 5, frame + 7}) bytes.replace(at, 2, "\xEA\x60");
  return bytes;
}

TEST_F(Contents, bombs_and_quines_end_as_outcomes_within_limits) {
  std::string bomb = zip_of({{"zeros", zeros_for_zip(std::uint64_t{16} << 20)}});
  for (int depth = 0; depth < 12; ++depth) {
    std::vector<ZipMember> copies;
    for (int i = 0; i < 10; ++i) {
      copies.push_back({"copy" + std::to_string(i) + ".zip", packed_for_zip(bomb)});
    }
    bomb = zip_of(copies);
  }
  static_cast<void>(put("nested.zip", bomb));
  static_cast<void>(
      put("zeros.zip", zip_of({{"zeros", zeros_for_zip(std::uint64_t{255} << 24)}})));
  static_cast<void>(put("wide.png", wide_png()));
  static_cast<void>(
      put("wide.jpg", wide_jpeg(read_text(kOriginals + "Exif_v0200.jpg"))));
  fs::copy_file(named("quine.gz"), folder_.path("exhibit/quine.gz"));
  const auto begin = std::chrono::steady_clock::now();
  const std::string set = set_of("healthy", {kOriginals + "Exif_v0200.jpg"});
  EXPECT_EQ(scan_exhibit(set), 3);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::minutes(3));
  rusage usage{};
  ::getrusage(RUSAGE_CHILDREN, &usage);
  EXPECT_LT(usage.ru_maxrss, 1 << 20) << "KiB, of the largest process";
  EXPECT_FALSE(is_complete());
  EXPECT_EQ(count("files", "hashed"), 5u);
  EXPECT_EQ(count("members", "failed"), 0u);
  std::map<std::string, std::string> outcomes;
  for (const Problem& problem : problems()) {
    EXPECT_EQ(problem.reason.find("repeat it with"), std::string::npos)
        << problem.path << ": " << problem.reason;
    outcomes.try_emplace(problem.path.substr(0, problem.path.find("//")),
                         problem.outcome);
  }
  EXPECT_EQ(outcomes,
            (std::map<std::string, std::string>{{"/volume-0/nested.zip", "unvisited"},
                                                {"/volume-0/quine.gz", "skipped"},
                                                {"/volume-0/wide.jpg", "unvisited"},
                                                {"/volume-0/wide.png", "unvisited"},
                                                {"/volume-0/zeros.zip", "unvisited"}}));
}

TEST_F(Contents, a_library_that_refuses_an_archive_ends_nothing_but_it) {
  // A symbolic link whose target is said to be 16 MB long, in the old form of POSIX.
  const std::string cpio = "070707000001000001120777000000000000000001000000" +
                           std::string("00000000000000005") + "00077777777" + "link" +
                           std::string(1, '\0');
  static_cast<void>(put("a.cpio", cpio + std::string(100'000, 'x')));
  static_cast<void>(put("b.txt", "the file behind it"));
  EXPECT_EQ(scan_exhibit(list_of("c3c1d9b6f7b9e9a2b0c7f0a4d5e6f708")), 3);
  EXPECT_EQ(count("files", "hashed") + count("files", "skipped"), 2u);
  EXPECT_EQ(problems().size(), 1u) << coverage_;
  for (const Problem& problem : problems()) {
    EXPECT_EQ(problem.path, "/volume-0/a.cpio");
    EXPECT_EQ(problem.reason.find("repeat it with"), std::string::npos)
        << problem.reason;
  }
}

TEST_F(Contents, a_digest_in_a_database_is_a_record) {
  const std::string path = folder_.path("exhibit/chat.db");
  sqlite3* database = nullptr;
  ASSERT_EQ(::sqlite3_open(path.c_str(), &database), SQLITE_OK);
  const std::string digest = "5d41402abc4b2a76b9719d911017c592";
  const std::string sql =
      "CREATE TABLE transfers (name TEXT, hash TEXT);"
      "INSERT INTO transfers VALUES ('gone.jpg', '" +
      digest + "')";
  EXPECT_EQ(::sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr),
            SQLITE_OK);
  ::sqlite3_close(database);
  EXPECT_EQ(scan_exhibit(list_of(digest)), 1);
  EXPECT_EQ(met(), std::set<std::string>{"record list /volume-0/chat.db"});
}

TEST_F(Contents, a_picture_under_another_name_is_an_indication) {
  const std::string picture = kOriginals + "Exif_v0221.jpg";
  fs::copy_file(picture, folder_.path("exhibit/notes.txt"));
  EXPECT_EQ(scan_exhibit(list_of(std::string(32, 'a'))), 3);
  EXPECT_EQ(met(), std::set<std::string>{
                       "indication content indications /volume-0/notes.txt"});
}

// A database whose last row stands in the log beside it alone.
void write_database(const std::string& path, const std::string& log,
                    const std::string& digest) {
  const TempFolder folder;
  const std::string at = folder.path("chat.db");
  sqlite3* database = nullptr;
  ASSERT_EQ(::sqlite3_open(at.c_str(), &database), SQLITE_OK);
  const std::string sql =
      "PRAGMA journal_mode = WAL; CREATE TABLE transfers (name TEXT, hash TEXT);"
      "PRAGMA wal_checkpoint(TRUNCATE);"
      "INSERT INTO transfers VALUES ('gone.jpg', '" +
      digest + "')";
  EXPECT_EQ(::sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr),
            SQLITE_OK);
  fs::copy_file(at, path);
  fs::copy_file(at + "-wal", log);
  ::sqlite3_close(database);
}

// Several names of one content, of which only the second has what makes it telling: the
// answer is that of both, whichever is read.
TEST_F(Contents, of_several_names_are_the_same_however_they_are_scanned) {
  const std::string exhibit = folder_.path("exhibit");
  fs::create_directories(exhibit + "/a");
  fs::create_directories(exhibit + "/b");
  fs::copy_file(kOriginals + "Exif_v0221.jpg", exhibit + "/a/a.jpg");
  fs::create_hard_link(exhibit + "/a/a.jpg", exhibit + "/b/b.txt");
  const std::string digest = "5d41402abc4b2a76b9719d911017c592";
  const std::string listed = "what somebody has packed";
  write_database(exhibit + "/a/kept.db", exhibit + "/b/chat.db-wal", digest);
  fs::create_hard_link(exhibit + "/a/kept.db", exhibit + "/b/chat.db");
  write_text(exhibit + "/a/one.zip", zip_of({{"a.txt", packed_for_zip(listed)}}));
  fs::create_hard_link(exhibit + "/a/one.zip", exhibit + "/b/two.zip");
  write_text(folder_.path("listed"), listed);
  const std::string packed = set_of("packed", {folder_.path("listed")});
  const std::string digests = list_of(digest);
  std::vector<std::string> exhibits = {exhibit};
  if (has_program("mke2fs")) {
    exhibits.push_back(folder_.path("image"));
    const Ran made =
        run({"mke2fs", "-q", "-t", "ext4", "-d", exhibit, exhibits.back(), "16M"});
    ASSERT_EQ(made.status, 0) << made.err;
  }
  for (const std::string& one : exhibits) {
    const std::vector<std::string> sets = {"--hashset", packed};
    EXPECT_EQ(scan(one, digests, sets), 1);
    EXPECT_EQ(met(),
              (std::set<std::string>{"indication content indications /volume-0/b/b.txt",
                                     "record list /volume-0/a/kept.db",
                                     "record list /volume-0/b/chat.db",
                                     "record list /volume-0/b/chat.db-wal",
                                     "exact packed /volume-0/a/one.zip//a.txt",
                                     "exact packed /volume-0/b/two.zip//a.txt"}))
        << one;
    const std::string whole = findings_ + coverage_;
    const std::vector<std::vector<std::string>> others = {
        {"--threads", "1"}, {"--threads", "4"}, {"--serial"}, {"--one-pass"}};
    for (std::vector<std::string> options : others) {
      options.insert(options.end(), sets.begin(), sets.end());
      EXPECT_EQ(scan(one, digests, options), 1);
      EXPECT_EQ(findings_ + coverage_, whole) << one << " " << options.front();
    }
  }
}

TEST_F(Contents, files_of_a_disk_image_in_a_zip_are_found) {
  const std::string image = evidence_folder() + "/sleuthkit/image.dd";
  static_cast<void>(
      put("backup/old.zip", zip_of({{"disk.dd", packed_for_zip(read_text(image))}})));
  std::string list;
  std::set<std::string> expected;
  for (const auto& row : read_table(evidence_folder() + "/ground_truth_files.tsv")) {
    if (row.at("image") != "sleuthkit/image.dd" || row.at("alloc") != "alloc") continue;
    if (row.at("size") == "0" || row.at("path") == "a_link") continue;
    list += row.at("md5") + "\n";
    expected.insert("/volume-0/backup/old.zip//disk.dd//volume-0/" + row.at("path"));
  }
  ASSERT_GT(expected.size(), 2u);
  EXPECT_EQ(scan_exhibit(folder_.write("truth.md5", list)), 1);
  std::set<std::string> found;
  for (const Found& finding : parse_findings(findings_)) found.insert(finding.path);
  for (const std::string& path : expected) {
    EXPECT_TRUE(found.contains(path)) << path << " of\n" << findings_;
  }
}

TEST_F(Contents, are_not_looked_into_by_a_scan_that_ends_before) {
  const std::string zip =
      put("a.zip", zip_of({{"a.txt", packed_for_zip("what nobody has to see")}}));
  const std::string set = set_of("zip", {zip});
  EXPECT_EQ(scan(folder_.path("exhibit"), set, {"--until", "confirm"}), 1);
  EXPECT_EQ(count("files", "matched"), 1u);
  EXPECT_EQ(count("members", "listed"), 0u);
  EXPECT_EQ(scan(folder_.path("exhibit"), set, {"--until", "look"}), 1);
  EXPECT_EQ(count("members", "listed"), 1u);
}

TEST_F(Contents, are_the_same_however_they_are_scanned) {
  const std::string pictures = std::string(WINNOW_SHARED) + "/evidence/pictures";
  const std::string set = folder_.path("pictures.wset");
  ASSERT_EQ(winnow({"hashset", "learn", set, pictures, "--name", "pictures"}).status,
            0);
  const auto answers = [&](const std::vector<std::string>& options) {
    std::vector<std::string> all = options;
    all.insert(all.end(), {"--keep", "pictures", "--", pictures});
    // Both exhibits in one case, so the answers are asked for here.
    const std::string a_case = folder_.path("case");
    fs::remove_all(a_case);
    std::vector<std::string> arguments = {"scan", "--hashset", set, "--case", a_case};
    arguments.insert(arguments.end(), all.begin(), all.end());
    arguments.push_back(kContainers);
    EXPECT_EQ(winnow(arguments).status, 1);
    std::string text;
    for (const char* verb : {"findings", "coverage"}) {
      text += winnow({verb, "--case", a_case, "--json"}).out;
    }
    return text + winnow({"rank", "--case", a_case, "--json", "--as-of",
                          "2026-01-01T00:00:00Z"})
                      .out;
  };
  const std::string one = answers({"--threads", "1"});
  EXPECT_GT(one.size(), 50'000u);
  const std::vector<std::vector<std::string>> others = {
      {"--threads", "2"}, {"--threads", "8"}, {"--serial"}, {"--one-pass"}};
  for (const auto& options : others) {
    // Not EXPECT_EQ: it would print both in full.
    EXPECT_TRUE(answers(options) == one) << options.front() << options.back();
  }
}

}  // namespace
}  // namespace winnow::test
