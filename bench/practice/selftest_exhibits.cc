#include "bench/practice/selftest_exhibits.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <filesystem>
#include <set>

#include "bench/practice/practice_content.h"
#include "bench/practice/practice_volume.h"
#include "bench/practice/zip_file.h"

namespace winnow::practice {
namespace {

constexpr std::size_t kBlock = 4096;  // in which free space is searched

struct Listed {
  const char* name;
  const char* content;
};

enum Which : std::size_t {
  meadow,
  kites,
  large,
  cover,
  accounts,
  deleted_boat,
  archived_boat,
  disguised,
  hostile,
  divided,
  harbour,
  remainder,
  slope,
};

constexpr std::array<Listed, 13> kListed = {{
    {"meadow.jpg", "picture:7001:512x384:88"},
    {"kites.jpg", "picture:7002:320x240:80"},
    {"large.jpg", "picture:7003:640x480:84"},
    {"cover.jpg", "picture:7004:240x320:75"},
    {"accounts.txt", "text:7005:60KiB"},
    {"boat_1.jpg", "picture:7006:320x240:85"},
    {"boat_2.jpg", "picture:7007:320x240:86"},
    {"tower.jpg", "picture:7008:320x240:82"},
    {"lamp.jpg", "picture:7009:240x240:82"},
    {"divided.jpg", "picture:7010:480x640:86"},
    {"harbour_1.jpg", "picture:7011:400x300:84"},
    {"harbour_2.jpg", "picture:7012:400x300:86"},
    {"slope.bmp", ""},
}};

// A picture by rule, whose PDQ does not hang on how a JPEG is decoded: 24 bits a pixel,
// the lowest row first.
ByteVector slope_picture() {
  constexpr unsigned kWidth = 192;
  constexpr unsigned kHeight = 128;
  constexpr unsigned kHeaders = 54;
  ByteVector file(kHeaders + kWidth * kHeight * 3);
  const auto put = [&](std::size_t at, std::uint32_t value) {
    for (std::size_t i = 0; i < 4; ++i) {
      file[at + i] = static_cast<unsigned char>(value >> (8 * i));
    }
  };
  file[0] = 'B';
  file[1] = 'M';
  put(2, static_cast<std::uint32_t>(file.size()));
  put(10, kHeaders);
  put(14, 40);
  put(18, kWidth);
  put(22, kHeight);
  put(26, 1u | 24u << 16);  // one plane, bits a pixel
  for (unsigned y = 0; y < kHeight; ++y) {
    for (unsigned x = 0; x < kWidth; ++x) {
      const unsigned light =
          (x * x / 48 + y * (x / 8) + (x * y) / 16 + ((x / 24 + y / 16) % 3) * 60) %
          256;
      const std::size_t at = kHeaders + std::size_t{3} * (y * kWidth + x);
      for (std::size_t c = 0; c < 3; ++c)
        file[at + c] = static_cast<unsigned char>(light);
    }
  }
  return file;
}

ByteVector content_of(Which which) {
  return which == slope ? slope_picture() : make_content(kListed[which].content);
}

// The same with a lighter corner and a darker one: near it, but not the same.
ByteVector retouched(ByteVector picture) {
  constexpr std::size_t kHeaders = 54;
  constexpr std::size_t kRow = 192 * 3;
  for (std::size_t y = 0; y < 40; ++y) {
    for (std::size_t x = 0; x < 60; ++x) {
      unsigned char& dark = picture[kHeaders + y * kRow + x];
      unsigned char& light = picture[picture.size() - 1 - y * kRow - x];
      dark = static_cast<unsigned char>(dark / 2);
      light = static_cast<unsigned char>(255 - (255 - light) / 2);
    }
  }
  return picture;
}

// Of the retouched one, by an implementation of the published method that shares no
// code with the scanner's: its PDQ hash, and by how many bits that of slope.bmp
// differs.
constexpr const char* kRetouchedFacts =
    "3963c48ef08307c6f8ff074511f06fcf7460e80ef9fdf80f7181300ffe0804bb\t16";

struct Expected {
  std::string findings =
      "exhibit\tkind\tpath\tallocated\tsize\tmd5\tsha1\tsha256\truns\tlisted\t"
      "pdq\tdistance\n";
  std::string problems = "exhibit\toutcome\tplace\n";
};

std::string runs_text(const std::vector<ByteRun>& runs) {
  std::string text;
  for (const ByteRun& run : runs) {
    text += (text.empty() ? "" : ",") + std::to_string(run.offset_bytes) + "+" +
            std::to_string(run.length_bytes);
  }
  return text.empty() ? "-" : text;
}

// One device, and what of it is expected to be met.
class Device {
 public:
  Device(FileSystem kind, std::string folder, std::string name,
         const VolumeOrder& order, Expected& expected)
      : path_(folder + "/" + name),
        name_(std::move(name)),
        volume_(kind, path_, order),
        expected_(expected) {}

  PracticeVolume& volume() { return volume_; }

  void add(const std::string& path, const std::string& content) {
    volume_.add_file(path, make_content(content));
  }
  void album(const std::string& folder, unsigned first_seed, unsigned count) {
    for (unsigned i = 0; i < count; ++i) {
      add(folder + "/IMG_000" + std::to_string(i + 1) + ".JPG",
          "picture:" + std::to_string(first_seed + i) + ":320x240:80");
    }
  }
  void plant(const std::string& path, Which which) {
    volume_.add_file(path, content_of(which));
    expect_exact(path, which, true);
  }

  // `shown` is the path as an answer says it, where that differs.
  void expect_exact(const std::string& path, Which which, bool is_live,
                    const std::string& shown = "") {
    expect("exact", "/volume-0/" + (shown.empty() ? path : shown), is_live,
           content_of(which), runs_text(volume_.runs_of(path)), which);
  }
  void expect(const char* kind, const std::string& path, bool is_live, ByteView content,
              const std::string& runs, Which which,
              const std::string& near_facts = "-\t-") {
    expected_.findings +=
        name_ + "\t" + kind + "\t" + path + "\t" + (is_live ? "yes" : "no") + "\t" +
        std::to_string(content.size()) + "\t" + md5_hex(content) + "\t" +
        sha1_hex(content) + "\t" + sha256_hex(content) + "\t" + runs + "\t" +
        sha256_hex(content_of(which)) + "\t" + near_facts + "\n";
  }
  // Blocks of a listed content in free space: no digests, and whole blocks alone.
  void expect_block(std::uint64_t offset, std::uint64_t length, Which which) {
    const std::string at = std::to_string(offset);
    expected_.findings += name_ + "\tblock\t/volume-0/$Unallocated@" + at + "\tno\t" +
                          std::to_string(length) + "\t-\t-\t-\t" + at + "+" +
                          std::to_string(length) + "\t" +
                          sha256_hex(content_of(which)) + "\t-\t-\n";
  }
  // `place` is a path, or OFFSET+LENGTH of the device.
  void expect_problem(const char* outcome, const std::string& place) {
    expected_.problems += name_ + "\t" + outcome + "\t" + place + "\n";
  }

  void finish() {
    volume_.finish(path_ + ".tsv");
    ::unlink((path_ + ".tsv").c_str());
  }

 private:
  std::string path_;
  std::string name_;
  PracticeVolume volume_;
  Expected& expected_;
};

std::string as_text(const ByteVector& bytes) {
  return {bytes.begin(), bytes.end()};
}

// libntfs-3g writes a file and packs it then: of what lay there first something is
// left in free clusters. That would be met, and rightly so, but it was not planted.
void wipe_remnants(const std::string& image, const ByteVector& content) {
  ByteVector device = read_host_file(image);
  const auto block_of = [](const ByteVector& bytes, std::size_t at) {
    return std::string(bytes.begin() + static_cast<std::ptrdiff_t>(at),
                       bytes.begin() + static_cast<std::ptrdiff_t>(at + kBlock));
  };
  std::set<std::string> blocks;
  for (std::size_t at = 0; at + kBlock <= content.size(); at += kBlock) {
    blocks.insert(block_of(content, at));
  }
  for (std::size_t at = 0; at + kBlock <= device.size(); at += kBlock) {
    if (!blocks.contains(block_of(device, at))) continue;
    std::fill_n(device.begin() + static_cast<std::ptrdiff_t>(at), kBlock,
                static_cast<unsigned char>(0));
  }
  write_host_file(image, device);
}

// An archive with a listed picture, a member that is encrypted and one that is damaged.
ByteVector archive() {
  ZipMember locked{"locked.jpg", packed_for_zip("nobody can read this"), true};
  ZipMember broken{"broken.txt", packed_for_zip("its check does not agree")};
  broken.data.crc ^= 1;
  const std::string zip =
      zip_of({{"pictures/boat.jpg", packed_for_zip(as_text(content_of(archived_boat)))},
              locked,
              broken});
  return {zip.begin(), zip.end()};
}

// Script, markup, a quotation mark, a terminal's escape, ends of lines, a formula.
constexpr const char* kHostileName =
    "=cmd|'<script>alert(1)<\\script>\"&\x1b[2J\r\n\x07.jpg";
constexpr const char* kHostileNameShown =
    "=cmd|'<script>alert(1)<\\script>\"&\\x1b[2J\\x0d\\x0a\\x07.jpg";

void make_laptop(const std::string& folder, Expected& expected) {
  VolumeOrder order;
  order.size_bytes = std::uint64_t{24} << 20;
  order.label = "Windows";
  Device laptop(FileSystem::ntfs, folder, "laptop.img", order, expected);
  PracticeVolume& volume = laptop.volume();
  const std::string home = "Users/Alex/";

  laptop.add("Windows/System32/config/SYSTEM", "noise:1:65536");
  laptop.add("Windows/System32/drivers/etc/hosts", "text:2:824");
  laptop.album(home + "Pictures/Garden", 7100, 4);
  laptop.add(home + "Documents/letter.txt", "text:3:2314");
  laptop.add(home + "Documents/receipt.txt", "text:4:640");
  laptop.plant(home + "Pictures/meadow.jpg", meadow);
  laptop.plant(home + "Downloads/kites.jpg", kites);

  volume.add_scattered_file(home + "Downloads/large.jpg", content_of(large), 12);
  laptop.expect_exact(home + "Downloads/large.jpg", large, true);
  volume.add_stream(home + "Documents/receipt.txt", "cover.jpg", content_of(cover));
  laptop.expect_exact(home + "Documents/receipt.txt:cover.jpg", cover, true);
  volume.add_file(home + "Documents/accounts.txt", content_of(accounts), true);
  laptop.expect_exact(home + "Documents/accounts.txt", accounts, true);
  laptop.plant(home + "Documents/notes.txt", disguised);
  laptop.expect("indication", "/volume-0/" + home + "Documents/notes.txt", true,
                content_of(disguised),
                runs_text(volume.runs_of(home + "Documents/notes.txt")), disguised);
  volume.add_file(home + "Downloads/" + kHostileName, content_of(hostile));
  laptop.expect_exact(home + "Downloads/" + kHostileName, hostile, true,
                      home + "Downloads/" + kHostileNameShown);

  const std::string zip = home + "Downloads/holiday.zip";
  volume.add_file(zip, archive());
  laptop.expect("exact", "/volume-0/" + zip + "//pictures/boat.jpg", true,
                content_of(archived_boat), runs_text(volume.runs_of(zip)),
                archived_boat);
  laptop.expect_problem("encrypted", "/volume-0/" + zip + "//locked.jpg");
  laptop.expect_problem("note", "/volume-0/" + zip);  // of broken.txt in it

  const std::string again = home + "Pictures/saved again.jpg";
  const ByteVector saved = make_content("picture:7001:512x384:55");
  volume.add_file(again, saved);
  laptop.expect("near", "/volume-0/" + again, true, saved,
                runs_text(volume.runs_of(again)), meadow);

  volume.add_file(home + "Pictures/boat.jpg", content_of(deleted_boat));
  laptop.expect_exact(home + "Pictures/boat.jpg", deleted_boat, false);
  volume.remove(home + "Pictures/boat.jpg");
  laptop.finish();
  wipe_remnants(folder + "/laptop.img", content_of(accounts));
}

void make_phone(const std::string& folder, Expected& expected) {
  VolumeOrder order;
  order.size_bytes = std::uint64_t{16} << 20;
  order.unit_bytes = 1024;
  order.label = "userdata";
  Device phone(FileSystem::ext4, folder, "phone.img", order, expected);
  PracticeVolume& volume = phone.volume();
  const std::string camera = "media/0/DCIM/Camera/";

  phone.add("system/build.prop", "text:21:3100");
  phone.album("media/0/DCIM/Camera", 7200, 3);
  phone.plant("media/0/Messenger/Sent/IMG-WA0077.jpg", meadow);
  phone.plant("media/0/Download/slope.bmp", slope);
  const ByteVector touched = retouched(slope_picture());
  volume.add_file("media/0/Download/slope (2).bmp", touched);
  phone.expect("near", "/volume-0/media/0/Download/slope (2).bmp", true, touched,
               runs_text(volume.runs_of("media/0/Download/slope (2).bmp")), slope,
               kRetouchedFacts);
  volume.add_scattered_file("media/0/Messenger/IMG-WA0400.jpg", content_of(divided),
                            60);
  phone.expect_exact("media/0/Messenger/IMG-WA0400.jpg", divided, true);
  volume.add_file(camera + "IMG_0100.jpg", content_of(harbour));
  volume.add_file(camera + "IMG_0101.jpg", content_of(remainder));
  const std::vector<ByteRun> whole = volume.runs_of(camera + "IMG_0100.jpg");
  const std::vector<ByteRun> part = volume.runs_of(camera + "IMG_0101.jpg");
  if (whole.size() != 1 || part.size() != 1) fail("phone: not in one piece each");
  phone.expect_block(whole[0].offset_bytes, whole[0].length_bytes / kBlock * kBlock,
                     harbour);
  // Odd seeds leave the first half, in whole blocks.
  phone.expect_block(part[0].offset_bytes, part[0].length_bytes / kBlock / 2 * kBlock,
                     remainder);
  volume.remove(camera + "IMG_0100.jpg");
  volume.remove_and_spoil(camera + "IMG_0101.jpg", 1);
  // That inodes which were never used are not read is said of the volume.
  phone.expect_problem("note", "/volume-0");
  phone.finish();
}

void write_at(int image, std::uint64_t offset, ByteView bytes) {
  if (::pwrite(image, bytes.data(), bytes.size(), static_cast<off_t>(offset)) !=
      static_cast<ssize_t>(bytes.size())) {
    fail("stick.img: cannot be written");
  }
}

struct Partition {
  std::uint64_t offset_bytes;
  std::uint64_t length_bytes;
  unsigned char type;
};

ByteVector partition_entry(const Partition& partition) {
  ByteVector entry(16);
  for (const std::size_t at : {1, 5}) {
    entry[at] = 0xfe;  // out of reach for cylinder addresses
    entry[at + 1] = entry[at + 2] = 0xff;
  }
  entry[4] = partition.type;
  for (std::size_t i = 0; i < 4; ++i) {
    entry[8 + i] = static_cast<unsigned char>(partition.offset_bytes / 512 >> (8 * i));
    entry[12 + i] = static_cast<unsigned char>(partition.length_bytes / 512 >> (8 * i));
  }
  return entry;
}

// LUKS 1 on-disk format: what a person would see of it without the passphrase.
ByteVector luks_volume() {
  ByteVector bytes = make_noise(41, std::size_t{128} << 10);
  std::fill(bytes.begin(), bytes.begin() + 592, static_cast<unsigned char>(0));
  std::memcpy(bytes.data(), "LUKS\xba\xbe\x00\x01", 8);
  std::memcpy(&bytes[8], "aes", 3);
  std::memcpy(&bytes[40], "xts-plain64", 11);
  std::memcpy(&bytes[72], "sha256", 6);
  bytes[106] = 0x10;  // payload offset, 4096 sectors
  bytes[111] = 64;    // bytes of the key
  std::memcpy(&bytes[168], "77696e6e-6f77-4000-8000-70726163746973", 36);
  return bytes;
}

// Of an NTFS volume, whose table of files is gone.
ByteVector damaged_volume() {
  ByteVector bytes = make_noise(42, std::size_t{64} << 10);
  std::fill(bytes.begin(), bytes.begin() + 512, static_cast<unsigned char>(0));
  std::memcpy(bytes.data(), "\xeb\x52\x90NTFS    ", 11);
  bytes[12] = 2;     // 512 bytes a sector
  bytes[13] = 8;     // sectors a cluster
  bytes[21] = 0xf8;  // fixed disk
  bytes[41] = 8;     // 2,048 sectors
  bytes[48] = 4;     // cluster of the table of files
  bytes[56] = 8;     // of its mirror
  bytes[64] = 0xf6;  // a record has 1,024 bytes
  bytes[68] = 1;     // clusters an index buffer
  bytes[72] = 0x57;  // serial number
  bytes[510] = 0x55;
  bytes[511] = 0xaa;
  return bytes;
}

void make_stick(const std::string& folder, Expected& expected) {
  constexpr std::uint64_t kMiB = std::uint64_t{1} << 20;
  VolumeOrder order;
  order.size_bytes = 36 * kMiB;
  order.unit_bytes = 512;
  order.offset_bytes = kMiB;
  order.label = "STICK";
  Device stick(FileSystem::fat, folder, "stick.img", order, expected);
  stick.album("DCIM/100_FUJI", 7300, 3);
  stick.add("Papers/tax 2023.txt", "text:31:5200");
  stick.add("Papers/contract.txt", "text:32:9100");
  stick.volume().remove("Papers/contract.txt");
  stick.finish();

  const Partition locked{36 * kMiB, kMiB, 0x83};
  const Partition damaged{37 * kMiB, kMiB, 0x07};
  const std::string path = folder + "/stick.img";
  const int image = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
  if (image < 0 || ::ftruncate(image, 38 * kMiB) != 0)
    fail(path + ": cannot be written");
  write_at(image, 446 + 16, partition_entry(locked));
  write_at(image, 446 + 32, partition_entry(damaged));
  write_at(image, locked.offset_bytes, luks_volume());
  write_at(image, damaged.offset_bytes, damaged_volume());
  ::close(image);
  const auto range = [](const Partition& p) {
    return std::to_string(p.offset_bytes) + "+" + std::to_string(p.length_bytes);
  };
  stick.expect_problem("encrypted", range(locked));
  stick.expect_problem("failed", range(damaged));
}

}  // namespace

std::vector<std::string> make_selftest_exhibits(const std::string& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder + "/reference", error);
  if (error) fail(folder + ": " + error.message());
  Expected expected;
  make_laptop(folder, expected);
  make_phone(folder, expected);
  make_stick(folder, expected);
  std::vector<std::string> names = {"laptop.img", "phone.img", "stick.img"};
  std::string list;
  for (std::size_t i = 0; i < kListed.size(); ++i) {
    const ByteVector content = content_of(static_cast<Which>(i));
    names.push_back(std::string("reference/") + kListed[i].name);
    write_host_file(folder + "/" + names.back(), content);
    list += md5_hex(content) + "  " + kListed[i].name + "\n";
  }
  write_host_text(folder + "/practice-list.md5", list);
  write_host_text(folder + "/findings.tsv", expected.findings);
  write_host_text(folder + "/problems.tsv", expected.problems);
  names.insert(names.end(), {"practice-list.md5", "findings.tsv", "problems.tsv"});
  return names;
}

}  // namespace winnow::practice
