#include "scanner/examine/file_content.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <new>

#include "tests/examine/examined_files.h"

// Looking a folder up allocates for each file in it: so the work is counted.
namespace {
std::atomic<std::uint64_t> allocations{0};
}  // namespace

void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}

namespace winnow {
namespace {

constexpr std::size_t kNames = 4000;

// One content under some thousands of names, in as many folders.
class ManyNames {
 public:
  explicit ManyNames(std::size_t folders) {
    for (std::size_t i = 0; i < kNames; ++i) {
      put("/volume-0/" + std::to_string(i % folders) + "/" + std::to_string(i),
          i == 0 ? "base" : "", i == 0 ? kNoFile : FileId{0});
    }
    put("/volume-0/" + std::to_string(folders - 1) + "/data", "found", kNoFile);
  }

  void expect_linear() {
    const FolderIndex index(files_.inventory);
    const Exhibit exhibit = files_.exhibit();
    ContentReader reader(exhibit);
    const std::vector<FileId> names = index.names_of(0);
    ASSERT_EQ(names.size(), kNames);
    FileSiblings siblings(exhibit, index, reader, names);
    const std::uint64_t before = allocations;
    for (int i = 0; i < 3; ++i) {
      EXPECT_EQ(siblings.open("none of that name"), nullptr);
      EXPECT_EQ(siblings.open_called("-wal"), nullptr);
      EXPECT_NE(siblings.open("data"), nullptr);
    }
    EXPECT_LT(allocations - before, 10 * kNames);
  }

 private:
  void put(const std::string& path, const std::string& content, FileId same_as) {
    const FileId id = files_.add_resident(content);
    FileRecord file = files_.inventory.files[id];
    file.path = path;
    file.same_content_as = same_as;
    files_.inventory.files.replace(id, file);
  }

  ExaminedFiles files_{512};
};

TEST(FileSiblings, AFolderOfManyNamesIsLookedUpOnce) {
  ManyNames(1).expect_linear();
}

TEST(FileSiblings, ManyFoldersAreLookedUpOnceEach) {
  ManyNames(kNames / 4).expect_linear();
}

}  // namespace
}  // namespace winnow
