#include "drivers/web/image_roots.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tests/base/temp_folder.h"

namespace winnow {
namespace {

namespace fs = std::filesystem;

class ImageRootsTest : public testing::Test {
 protected:
  ImageRootsTest() {
    fs::create_directories(root() + "/inner");
    fs::create_directories(folder_.path("outside"));
    write(root() + "/b.E01");
    write(root() + "/a.raw");
    write(root() + "/notes.txt");
    write(root() + "/.hidden.raw");
    write(root() + "/inner/c.dd");
    write(folder_.path("outside") + "/secret.raw");
    fs::create_symlink(folder_.path("outside"), root() + "/out");
    fs::create_symlink(folder_.path("outside") + "/secret.raw", root() + "/out.raw");
    fs::create_symlink("inner", root() + "/in");
  }
  [[nodiscard]] std::string root() const {
    return fs::weakly_canonical(folder_.path("root")).string();
  }
  [[nodiscard]] ImageRoots roots() const {
    auto opened = ImageRoots::open({root()});
    EXPECT_TRUE(opened);
    return std::move(*opened);
  }
  static void write(const std::string& path) { std::ofstream(path) << "bytes"; }

  TempFolder folder_;
};

TEST_F(ImageRootsTest, ListsFoldersAndImages) {
  const auto found = roots().browse("");
  ASSERT_TRUE(found) << found.error().line();
  EXPECT_EQ(found->path, root());
  EXPECT_EQ(found->parent, "");
  EXPECT_EQ(found->folders, std::vector<std::string>{"inner"});
  ASSERT_EQ(found->images.size(), 2u);
  EXPECT_EQ(found->images[0], (std::pair<std::string, std::uint64_t>{"a.raw", 5}));
  const auto inner = roots().browse(root() + "/inner/");
  ASSERT_TRUE(inner);
  EXPECT_EQ(inner->parent, root());
  EXPECT_EQ(inner->images[0].first, "c.dd");
}

TEST_F(ImageRootsTest, LeadsNowhereElse) {
  const ImageRoots all = roots();
  for (const std::string& path :
       {std::string("/"), std::string("/etc"), root() + "/..", root() + "/../outside",
        root() + "/inner/../../outside", root() + "/out", root() + "x",
        folder_.path("outside"), std::string("relative"), root() + "/none"}) {
    EXPECT_FALSE(all.browse(path)) << path;
  }
  for (const std::string& path :
       {folder_.path("outside") + "/secret.raw", root() + "/out.raw",
        root() + "/out/secret.raw", root() + "/../outside/secret.raw",
        std::string("/dev/zero"), std::string()}) {
    EXPECT_FALSE(all.check(path)) << path;
  }
}

TEST_F(ImageRootsTest, TakesImagesAndFoldersBelow) {
  EXPECT_TRUE(roots().check(root() + "/a.raw"));
  EXPECT_TRUE(roots().check(root() + "/inner"));
  EXPECT_TRUE(roots().check(root() + "/in/c.dd"));  // a link that stays below
  EXPECT_FALSE(roots().check(root() + "/none.raw"));
}

TEST_F(ImageRootsTest, CountsNamesThatCannotBeShown) {
  write(root() + "/bad\x1b.raw");
  const auto found = roots().browse("");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->left_out, 1u);
  EXPECT_EQ(found->images.size(), 2u);
}

TEST_F(ImageRootsTest, CountsNamesBeyondTheMost) {
  const std::string many = root() + "/many";
  fs::create_directories(many + "/folder");
  for (int i = 0; i < 1'003; ++i) write(many + "/" + std::to_string(i) + ".raw");
  const auto found = roots().browse(many);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->folders.size(), 1u);
  ASSERT_EQ(found->images.size(), 999u);
  EXPECT_EQ(found->images[0].first, "0.raw");
  EXPECT_EQ(found->images[998].first, "995.raw");
  EXPECT_EQ(found->left_out, 4u);
}

TEST_F(ImageRootsTest, NamesAFolderThatIsNone) {
  const auto opened = ImageRoots::open({folder_.path("none")});
  ASSERT_FALSE(opened);
  EXPECT_NE(opened.error().line().find("none"), std::string::npos);
  EXPECT_FALSE(ImageRoots::open({root() + "/a.raw"}));
  const auto without = ImageRoots::open({});
  ASSERT_TRUE(without);
  EXPECT_FALSE(without->browse(""));
}

}  // namespace
}  // namespace winnow
