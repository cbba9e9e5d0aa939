// One or more small healthy images of each file system, for mutants to be made of:
// written by mkfs and makefs programs and the practice writers, and taken from the
// shared evidence where no program of Debian writes them. The same bytes in every run.
#ifndef WINNOW_TESTS_HOSTILE_BASE_IMAGES_H_
#define WINNOW_TESTS_HOSTILE_BASE_IMAGES_H_

#include <string>
#include <vector>

namespace winnow::hostile {

struct BaseImage {
  std::string filesystem;  // one of filesystem_names()
  std::string path;
};

struct BaseImages {
  std::vector<BaseImage> images;
  std::string list;  // a hash list that names some of the files on them
};

// "NTFS", "FAT12", ...: the order of reports.
[[nodiscard]] const std::vector<std::string>& filesystem_names();

// Writes all of them into `folder`. `shared` is the folder of shared evidence, which
// need not be there: HFS+, APFS and exFAT are then without an image. A program that is
// missing ends the process with a line that names it.
[[nodiscard]] BaseImages make_base_images(const std::string& folder,
                                          const std::string& shared);

}  // namespace winnow::hostile

#endif  // WINNOW_TESTS_HOSTILE_BASE_IMAGES_H_
