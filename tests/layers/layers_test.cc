#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "tests/layers/include_law.h"

namespace winnow {
namespace {

namespace fs = std::filesystem;

struct SourceFile {
  std::string path;  // from the top of the tree
  std::string text;
};

bool is_source(const fs::path& path) {
  const std::string name = path.filename().string();
  return name.find(".cc") != std::string::npos || name.find(".h") != std::string::npos;
}

// Every file under these folders of the tree, sorted.
std::vector<fs::path> files_under(const std::vector<std::string>& tops) {
  std::vector<fs::path> files;
  for (const std::string& top : tops) {
    const fs::path folder = fs::path(WINNOW_SOURCE_DIR) / top;
    if (!fs::exists(folder)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      if (entry.is_regular_file()) files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::vector<SourceFile> program_sources() {
  std::vector<SourceFile> sources;
  for (const fs::path& path : files_under({"base", "hashsets", "scanner", "drivers"})) {
    if (!is_source(path)) continue;
    std::ifstream stream(path, std::ios::binary);
    sources.push_back({fs::relative(path, WINNOW_SOURCE_DIR).generic_string(),
                       {std::istreambuf_iterator<char>(stream), {}}});
  }
  return sources;
}

TEST(Layers, KeepTheLaw) {
  const auto sources = program_sources();
  ASSERT_GT(sources.size(), 100u) << "the tree is not where it should be";
  for (const SourceFile& source : sources) {
    for (const std::string& why : breaches_in(source.path, source.text)) {
      ADD_FAILURE() << why;
    }
  }
}

// What is built from the page's sources has the names of what it was built from.
bool is_of_the_page(const fs::path& path) {
  return path.string().find("drivers/web/page/") != std::string::npos;
}

TEST(Layers, GiveEveryFileANameOfItsOwn) {
  std::map<std::string, std::string> seen;
  for (const fs::path& path :
       files_under({"base", "hashsets", "scanner", "drivers", "bench", "tests"})) {
    const std::string name = path.filename().string();
    if (name == "CMakeLists.txt" || name == "README.md") continue;
    if (!is_source(path) || is_of_the_page(path)) continue;
    const auto [other, fresh] = seen.emplace(name, path.string());
    EXPECT_TRUE(fresh) << path << " has the name of " << other->second;
  }
  EXPECT_GT(seen.size(), 150u);
}

// ---- that the checker is not blind ----

TEST(IncludeLaw, ReadsIncludeLines) {
  EXPECT_EQ(included_by("#include \"base/file.h\""), "base/file.h");
  EXPECT_EQ(included_by("#include <vector>"), "vector");
  EXPECT_EQ(included_by("  #  include\t<tsk/libtsk.h>  // why"), "tsk/libtsk.h");
  EXPECT_EQ(included_by("// #include \"base/file.h\""), std::nullopt);
  EXPECT_EQ(included_by("#define include \"base/file.h\""), std::nullopt);
  EXPECT_EQ(included_by("#include MACRO"), std::nullopt);
  EXPECT_EQ(included_by("int x;"), std::nullopt);
  EXPECT_EQ(included_by(""), std::nullopt);
}

TEST(IncludeLaw, KnowsTheRoomOfAFile) {
  EXPECT_EQ(room_of("base/file.h"), "base");
  EXPECT_EQ(room_of("base/simd/pdq.cc"), "base");
  EXPECT_EQ(room_of("scanner/volumes/run_list.cc"), "scanner/volumes");
  EXPECT_EQ(room_of("drivers/cli/main.cc"), "drivers/cli");
}

struct Case {
  const char* file;
  const char* included;
};

TEST(IncludeLaw, CatchesEveryBreach) {
  const Case breaches[] = {
      // upwards
      {"base/file.cc", "hashsets/building/build.h"},
      {"base/file.cc", "scanner/wire/records.h"},
      {"hashsets/building/build.cc", "scanner/wire/records.h"},
      {"hashsets/building/build.cc", "drivers/cli/console.h"},
      {"scanner/ledger/ledger.cc", "drivers/store/case_store.h"},
      {"scanner/wire/records.h", "hashsets/hash_set.h"},
      {"hashsets/hash_set.cc", "hashsets/lists/detect.h"},
      {"hashsets/lists/detect.cc", "hashsets/building/build.h"},
      {"scanner/examine/match.cc", "hashsets/lists/bloom_file.h"},
      {"hashsets/building/build.cc", "hashsets/learning/learn.h"},
      // over the wall
      {"scanner/ledger/ledger.cc", "scanner/evidence/evidence.h"},
      {"scanner/supervise/supervisor.cc", "scanner/volumes/inventory.h"},
      {"scanner/rank/ranking.cc", "scanner/plan/device_order.h"},
      {"drivers/cli/scan_command.cc", "scanner/examine/examiner.h"},
      {"drivers/cli/scan_command.cc", "scanner/pipeline/pipeline.h"},
      {"drivers/cli/scan_command.cc", "scanner/worker/scan_exhibit.h"},
      {"drivers/store/database.cc", "scanner/volumes/run_list.h"},
      {"scanner/worker/worker_main.cc", "scanner/ledger/ledger.h"},
      {"scanner/pipeline/stages.cc", "scanner/supervise/journal.h"},
      // back up within a wing
      {"scanner/evidence/evidence.cc", "scanner/volumes/inventory.h"},
      {"scanner/volumes/inventory.cc", "scanner/plan/device_order.h"},
      {"scanner/volumes/inventory.cc", "scanner/examine/examiner.h"},
      {"scanner/plan/device_order.cc", "scanner/examine/examiner.h"},
      {"scanner/examine/examiner.cc", "scanner/pipeline/stages.h"},
      {"scanner/pipeline/pipeline.cc", "scanner/worker/scan_exhibit.h"},
      {"scanner/ledger/ledger.cc", "scanner/supervise/journal.h"},
      {"scanner/supervise/journal.cc", "scanner/rank/ranking.h"},
      {"scanner/volumes/inventory.cc", "hashsets/hash_set.h"},
      // what the program may not know
      {"base/file.cc", "tests/base/temp_folder.h"},
      {"scanner/volumes/inventory.cc", "bench/practice/practice_tools.h"},
      {"scanner/attic/new_room.cc", "base/file.h"},
      // libraries
      {"scanner/plan/device_order.cc", "tsk/libtsk.h"},
      {"drivers/cli/scan_command.cc", "tsk/libtsk.h"},
      {"scanner/examine/examiner.cc", "oneapi/tbb/parallel_for.h"},
      {"scanner/worker/scan_exhibit.cc", "tbb/task_arena.h"},
      {"scanner/wire/messages.cc", "xxhash.h"},
      {"hashsets/building/build.cc", "immintrin.h"},
      {"hashsets/building/build.cc", "sqlite3.h"},
      {"scanner/ledger/ledger.cc", "openssl/evp.h"},
      {"drivers/cli/options.cc", "sqlite3.h"},
      {"scanner/supervise/journal.cc", "sqlite3.h"},
      {"scanner/volumes/inventory.cc", "libewf.h"},
      {"scanner/volumes/inventory.cc", "libbfio.h"},
      {"drivers/cli/main.cc", "afflib/afflib.h"},
      {"scanner/volumes/inventory.cc", "opencv2/core.hpp"},
      {"drivers/web/page.cc", "jpeglib.h"},
      {"scanner/examine/examiner.cc", "expat.h"},
      {"drivers/cli/options.cc", "toml++/toml.h"},
      {"scanner/examine/examiner.cc", "jpeglib.h"},
      {"scanner/examine/pictures/icon.cc", "archive.h"},
      {"scanner/examine/containers/container.cc", "scanner/examine/examiner.h"},
  };
  for (const Case& c : breaches) {
    EXPECT_TRUE(breach(c.file, c.included)) << c.file << " includes " << c.included;
  }
}

TEST(IncludeLaw, LetsPassWhatIsLawful) {
  const Case lawful[] = {
      {"base/file.cc", "base/file.h"},
      {"base/file.cc", "vector"},
      {"base/file.cc", "sys/stat.h"},
      {"base/checksum.cc", "xxhash.h"},
      {"base/simd/digest_lanes.cc", "hwy/highway.h"},
      {"base/digester.cc", "openssl/evp.h"},
      {"hashsets/building/build.cc", "base/file.h"},
      {"scanner/supervise/journal.cc", "scanner/ledger/ledger.h"},
      {"scanner/examine/examiner.cc", "scanner/volumes/inventory.h"},
      {"scanner/examine/classes/classes.cc", "opencv2/core.hpp"},
      {"scanner/examine/examiner.cc", "scanner/examine/pictures/picture_decoder.h"},
      {"scanner/volumes/tsk_handles.h", "tsk/libtsk.h"},
      {"scanner/pipeline/pipeline.cc", "oneapi/tbb/parallel_pipeline.h"},
      {"scanner/worker/worker_main.cc", "scanner/wire/channel.h"},
      {"drivers/cli/main.cc", "drivers/store/case_store.h"},
      {"drivers/cli/main.cc", "scanner/supervise/supervisor.h"},
      {"drivers/cli/version_command.cc", "sqlite3.h"},
      {"drivers/cli/main.cc", "build_facts.h"},
      {"drivers/store/database.cc", "sqlite3.h"},
      {"hashsets/building/build.cc", "hashsets/lists/detect.h"},
      {"hashsets/lists/detect.cc", "hashsets/hash_set.h"},
      {"hashsets/learning/learn.cc", "hashsets/building/set_writer.h"},
      {"hashsets/lists/sqlite_list.cc", "sqlite3.h"},
      {"hashsets/lists/import_ncmec.cc", "expat.h"},
      {"scanner/rank/policy.cc", "toml++/toml.h"},
  };
  for (const Case& c : lawful) {
    const auto why = breach(c.file, c.included);
    EXPECT_FALSE(why) << *why;
  }
}

TEST(IncludeLaw, SaysWhereTheBreachStands) {
  EXPECT_EQ(
      breaches_in("base/file.cc",
                  "#include \"base/file.h\"\n\n#include \"scanner/wire/records.h\"\n"
                  "#include <tsk/libtsk.h>"),
      (std::vector<std::string>{
          "base/file.cc:3: base may not include scanner/wire/records.h",
          "base/file.cc:4: base may not include <tsk/libtsk.h>"}));
  EXPECT_TRUE(breaches_in("base/file.cc", "").empty());
}

}  // namespace
}  // namespace winnow
