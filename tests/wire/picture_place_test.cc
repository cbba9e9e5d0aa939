#include "scanner/wire/picture_place.h"

#include <gtest/gtest.h>

namespace winnow {
namespace {

TEST(PicturePlaces, HaveWordsAndBack) {
  const PicturePlace places[] = {{{0, 0}, 0},
                                 {{17, 0}, 0},
                                 {{17, 3}, 0},
                                 {{17, 0}, 12'500},
                                 {{kNoFile - 1, 0xFFFFFFFF}, ~std::uint64_t{0}}};
  for (const PicturePlace& place : places) {
    EXPECT_EQ(parse_picture_place(to_text(place)), place) << to_text(place);
  }
  EXPECT_EQ(to_text(PicturePlace{{17, 0}, 0}), "17");
  EXPECT_EQ(to_text(PicturePlace{{17, 3}, 12'500}), "17/3@12500");
}

TEST(PicturePlaces, AreNothingElse) {
  for (const char* text : {"",
                           "/",
                           "@",
                           "a",
                           "17/",
                           "17@",
                           "17/0",
                           "17@0",
                           "017",
                           "17/03",
                           "17/3@",
                           " 17",
                           "17 ",
                           "+17",
                           "-1",
                           "17//3",
                           "17/3/3",
                           "17@1@2",
                           "17@1/3",
                           "17/3x",
                           "4294967295",
                           "4294967296",
                           "17/4294967296",
                           "17@18446744073709551616"}) {
    EXPECT_FALSE(parse_picture_place(text)) << text;
  }
}

}  // namespace
}  // namespace winnow
