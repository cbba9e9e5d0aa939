#include "scanner/evidence/detect_container.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace winnow {
namespace {

using std::string_view_literals::operator""sv;

struct Known {
  bool in_tail;
  std::size_t offset;
  std::string_view magic;
  Container container;
  std::string_view word;  // that the name for people must hold
};

// Spelled a second time, from the formats' documentation.
constexpr Known kKnown[] = {
    {false, 0, "\x45\x56\x46\x09\x0d\x0a\xff\x00"sv, Container::ewf, "E01"},
    {false, 0, "\x45\x56\x46\x32\x0d\x0a\x81\x00"sv, Container::ewf2, "Ex01"},
    {false, 0, "\x4c\x56\x46\x09\x0d\x0a\xff\x00"sv, Container::unsupported, "L01"},
    {false, 0, "\x4c\x45\x46\x32\x0d\x0a\x81\x00"sv, Container::unsupported, "Lx01"},
    {false, 0, "\x41\x46\x46\x31\x30\x0d\x0a\x00"sv, Container::aff, "AFF"},
    {false, 0, "KDMV"sv, Container::vmdk, "VMDK"},
    {false, 0, "COWD"sv, Container::vmdk, "COWD"},
    {false, 0, "# Disk DescriptorFile"sv, Container::unsupported, "VMDK"},
    {false, 0, "vhdxfile"sv, Container::vhd, "VHDX"},
    {true, 0, "conectix"sv, Container::vhd, "VHD"},
    {false, 0, "\x51\x46\x49\xfb"sv, Container::unsupported, "QCOW2"},
    {false, 64, "\x7f\x10\xda\xbe"sv, Container::unsupported, "VDI"},
    {true, 0, "koly"sv, Container::unsupported, "DMG"},
    {false, 0, "encrcdsa"sv, Container::unsupported, "DMG"},
    {false, 0, "cdsaencr"sv, Container::unsupported, "DMG"},
    {false, 0, "ADSEGMENTEDFILE"sv, Container::unsupported, "AD1"},
    {false, 0, "WithoutFreeSpace"sv, Container::unsupported, "Parallels"},
    {false, 0, "WithouFreSpacExt"sv, Container::unsupported, "Parallels"},
    {false, 0, "\x50\x4b\x03\x04"sv, Container::unsupported, "ZIP"},
    {false, 0, "\x1f\x8b\x08"sv, Container::unsupported, "gzip"},
    {false, 0, "BZh"sv, Container::unsupported, "bzip2"},
    {false, 0, "\xfd\x37\x7a\x58\x5a\x00"sv, Container::unsupported, "xz"},
    {false, 0, "\x37\x7a\xbc\xaf\x27\x1c"sv, Container::unsupported, "7-Zip"},
    {false, 0, "Rar!\x1a\x07"sv, Container::unsupported, "RAR"},
};

struct Ends {
  std::string head = std::string(4096, '\x55');
  std::string tail = std::string(512, '\x55');

  [[nodiscard]] DetectedContainer detect() const {
    return detect_container(bytes_of(head), bytes_of(tail));
  }
};

Ends with_magic(const Known& known, std::string_view magic, std::size_t shift = 0) {
  Ends ends;
  std::string& end = known.in_tail ? ends.tail : ends.head;
  end.replace(known.offset + shift, magic.size(), magic);
  return ends;
}

TEST(DetectContainer, NamesEverySignature) {
  for (const Known& known : kKnown) {
    const DetectedContainer found = with_magic(known, known.magic).detect();
    EXPECT_EQ(found.container, known.container) << known.word;
    EXPECT_NE(found.name.find(known.word), std::string::npos) << found.name;
  }
}

TEST(DetectContainer, TakesANearMissForRaw) {
  for (const Known& known : kKnown) {
    for (std::size_t i = 0; i < known.magic.size(); ++i) {
      std::string magic(known.magic);
      magic[i] = static_cast<char>(magic[i] ^ 0x80);
      EXPECT_EQ(with_magic(known, magic).detect().container, Container::raw)
          << known.word << ", byte " << i;
    }
    EXPECT_EQ(with_magic(known, known.magic, 1).detect().container, Container::raw)
        << known.word << ", one byte late";
  }
}

TEST(DetectContainer, LooksForAFooterOnlyAtTheEnd) {
  for (const Known& known : kKnown) {
    Ends ends;
    (known.in_tail ? ends.head : ends.tail).replace(0, known.magic.size(), known.magic);
    EXPECT_EQ(ends.detect().container, Container::raw) << known.word;
  }
}

TEST(DetectContainer, TakesEveryCutSignatureForRaw) {
  for (const Known& known : kKnown) {
    for (std::size_t length = 0; length < known.offset + known.magic.size(); ++length) {
      Ends ends = with_magic(known, known.magic);
      (known.in_tail ? ends.tail : ends.head).resize(length);
      EXPECT_EQ(ends.detect().container, Container::raw) << known.word << length;
    }
  }
  EXPECT_EQ(detect_container({}, {}).container, Container::raw);
}

TEST(DetectContainer, PrefersWhatStandsAtTheStart) {
  Ends ends = with_magic(kKnown[0], kKnown[0].magic);  // an E01 with a last chunk of
  ends.tail.replace(0, 4, "koly");                     // somebody's DMG
  EXPECT_EQ(ends.detect().container, Container::ewf);
}

}  // namespace
}  // namespace winnow
