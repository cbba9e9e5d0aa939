// Three small devices to practise on, and the list to look for:
//
//   laptop-ntfs.img     NTFS; pictures of the list, live, deleted, in a stream, in
//   pieces phone-ext4.img      ext4; some pictures of the list, one of them in 400
//   pieces stick-fat.img       FAT32 behind a partition table; nothing of the list
//   practice-list.md5   20 pictures as md5sum writes them, seven of which are nowhere
//
// Beside each image lie its recipe and its manifest. Usage: practice_devices OUTDIR
#include <array>
#include <cstdio>
#include <filesystem>
#include <system_error>

#include "bench/practice/practice_content.h"
#include "bench/practice/practice_recipe.h"

namespace winnow::practice {
namespace {

struct Listed {
  const char* name;
  const char* content;
};

// Laptop: 0 to 8. Phone: 2 (the laptop's again) and 9 to 12. Nowhere: 13 to 19.
constexpr std::array<Listed, 20> kListed = {{
    {"meadow_01.jpg", "picture:9001:1024x768:84"},
    {"meadow_02.jpg", "picture:9002:640x480:88"},
    {"meadow_03.jpg", "picture:9003:800x600:80"},
    {"kites_a.jpg", "picture:9004:1280x960:82"},
    {"kites_b.jpg", "picture:9005:480x640:90"},
    {"kites_c.jpg", "picture:9006:320x240:75"},
    {"boats_001.jpg", "picture:9007:1024x576:85"},
    {"boats_002.jpg", "picture:9008:640x360:85"},
    {"boats_003.jpg", "picture:9009:600x800:85"},
    {"harbour_1.jpg", "picture:9010:1200x900:86"},
    {"harbour_2.jpg", "picture:9011:1600x1200:88"},
    {"harbour_3.jpg", "picture:9012:720x540:80"},
    {"harbour_4.jpg", "picture:9013:640x480:80"},
    {"tower_1.jpg", "picture:9014:640x480:80"},
    {"tower_2.jpg", "picture:9015:640x480:81"},
    {"tower_3.jpg", "picture:9016:640x480:82"},
    {"tower_4.jpg", "picture:9017:640x480:83"},
    {"lamps_1.jpg", "picture:9018:800x600:84"},
    {"lamps_2.jpg", "picture:9019:800x600:85"},
    {"lamps_3.jpg", "picture:9020:800x600:86"},
}};

// COMMAND "PATH" CONTENT REST, the content being a listed picture.
std::string listed_file(const char* command, const std::string& path, std::size_t which,
                        const std::string& rest = "") {
  return std::string(command) + " \"" + path + "\" " + kListed[which].content + rest +
         "\n";
}

// `count` pictures of no list: FOLDER/PREFIX0001.JPG and so on.
std::string album(const std::string& folder, const char* prefix, unsigned first_seed,
                  unsigned count) {
  constexpr std::array<const char*, 5> kSides = {"640x480", "1024x768", "480x640",
                                                 "1280x720", "320x240"};
  std::string lines;
  for (unsigned i = 0; i < count; ++i) {
    char name[32];
    std::snprintf(name, sizeof name, "%s%04u.JPG", prefix, i + 1);
    lines += "file \"" + folder + "/" + name +
             "\" picture:" + std::to_string(first_seed + i) + ":" +
             kSides[i % kSides.size()] + ":" + std::to_string(78 + i % 14) + "\n";
  }
  return lines;
}

std::string laptop_recipe() {
  const std::string downloads = "Users/Alex/Downloads/";
  return "# A laptop: one user, pictures, downloads, some of it deleted.\n"
         "volume size=64MiB label=Windows\n"
         "file Windows/System32/drivers/etc/hosts text:1:824\n"
         "file Windows/System32/config/SYSTEM noise:2:262144\n"
         "file Windows/Web/screen.jpg picture:100:1280x800:82\n" +
         album("Users/Alex/Pictures/2023 Holiday", "IMG_", 110, 16) +
         album("Users/Alex/Pictures/Garden", "DSC0", 140, 8) +
         "file Users/Alex/Documents/letter.txt text:3:2314\n"
         "file Users/Alex/Documents/accounts.txt text:4:180KiB packed\n"
         "file Users/Alex/Documents/receipt.txt text:5:640\n"
         "file Users/Alex/Documents/archive.bin noise:6:3MiB\n" +
         "stream Users/Alex/Documents/receipt.txt cover.jpg " + kListed[5].content +
         "\n" + listed_file("file", "Users/Alex/Pictures/Garden/meadow.jpg", 0) +
         listed_file("file", downloads + "kites (1).jpg", 3) +
         listed_file("file", downloads + "new/IMG-20230714-WA0003.jpg", 4) +
         listed_file("file", "Users/Alex/AppData/Local/Temp/~tmp4711.dat", 1) +
         listed_file("pieces", downloads + "new/large.jpg", 2, " 12") +
         "link Users/Alex/Desktop/kites.jpg \"" + downloads + "kites (1).jpg\"\n" +
         "file " + downloads + "setup.exe noise:7:1MiB\n" + "stream " + downloads +
         "setup.exe Zone.Identifier text:8:96\n" +
         listed_file("file", downloads + "boats_001.jpg", 6) +
         listed_file("file", "Users/Alex/Pictures/tmp/boats_002.jpg", 7) +
         listed_file("file", "Users/Alex/Pictures/tmp/boats_003.jpg", 8) +
         album("Users/Alex/Pictures/tmp", "CROP", 160, 4) + "delete " + downloads +
         "boats_001.jpg\n" +
         "delete Users/Alex/Pictures/tmp\n"
         "delete Users/Alex/Documents/letter.txt\n";
}

std::string phone_recipe() {
  const std::string camera = "media/0/DCIM/Camera/";
  return "# A phone: camera, messenger, small blocks, one much divided picture.\n"
         "volume size=64MiB unit=1024 label=userdata\n"
         "file system/build.prop text:21:3100\n"
         "file data/com.example.mail/databases/mail.db noise:22:640KiB\n" +
         album("media/0/DCIM/Camera", "IMG_2024", 200, 18) +
         listed_file("file", camera + "IMG_20240218_101502.jpg", 9) +
         album("media/0/Messenger/Images", "IMG-WA", 230, 12) +
         listed_file("pieces", "media/0/Messenger/Images/IMG-WA0400.jpg", 10, " 400") +
         listed_file("file", "media/0/Messenger/Images/Sent/IMG-WA0077.jpg", 2) +
         listed_file("file", "media/0/Download/picture", 11) +
         listed_file("file", camera + "IMG_20240219_090000.jpg", 12) +
         "file media/0/Download/timetable.txt text:23:1900\n"
         "link media/0/Download/timetable-copy.txt media/0/Download/timetable.txt\n"
         "file media/0/Download/offline-map.bin noise:24:2MiB\n"
         "delete " +
         camera +
         "IMG_20240219_090000.jpg\n"
         "delete media/0/Messenger/Images/IMG-WA0003.JPG\n";
}

std::string stick_recipe() {
  return "# A stick: pictures and papers, nothing of the list.\n"
         "volume size=64MiB unit=512 offset=1MiB label=STICK\n" +
         album("DCIM/100_FUJI", "DSCF", 300, 14) +
         album("From grandma", "scan", 320, 5) +
         "file \"Papers/tax 2023.txt\" text:31:5200\n"
         "file Papers/contract.txt text:32:9100\n"
         "file Papers/recipes/bread.txt text:33:700\n"
         "file backup.bin noise:34:2MiB\n"
         "delete DCIM/100_FUJI/DSCF0004.JPG\n"
         "delete Papers/contract.txt\n";
}

void make_device(FileSystem kind, const std::string& stem, const std::string& recipe) {
  write_host_text(stem + ".recipe", recipe);
  follow_recipe(kind, stem + ".recipe", recipe, stem + ".img", stem + ".tsv");
}

std::string list_text() {
  std::string text;
  for (const Listed& picture : kListed) {
    text += md5_hex(make_content(picture.content)) + "  " + picture.name + "\n";
  }
  return text;
}

}  // namespace
}  // namespace winnow::practice

int main(int argc, char** argv) {
  using namespace winnow::practice;
  start_program(argv[0]);
  if (argc != 2) fail("usage: practice_devices OUTDIR");
  const std::string folder = argv[1];
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) fail(folder + ": " + error.message());
  make_device(FileSystem::ntfs, folder + "/laptop-ntfs", laptop_recipe());
  make_device(FileSystem::ext4, folder + "/phone-ext4", phone_recipe());
  make_device(FileSystem::fat, folder + "/stick-fat", stick_recipe());
  write_host_text(folder + "/practice-list.md5", list_text());
  std::printf("%s: laptop-ntfs.img, phone-ext4.img, stick-fat.img, practice-list.md5\n",
              folder.c_str());
  return 0;
}
