#include "scanner/evidence/detect_container.h"

#include <string_view>

namespace winnow {
namespace {

using std::string_view_literals::operator""sv;

struct Signature {
  bool in_tail;
  std::uint64_t offset;
  std::string_view magic;
  Container container;
  const char* name;
};

// Sources: libewf, afflib, libvmdk, libvhdi, libqcow and libmodi format documentation;
// VirtualBox VDICore.h; AccessData AD1 and AFF4 as described by pyad1 and the AFF4
// standard.
constexpr Signature kSignatures[] = {
    {false, 0, "EVF\x09\x0d\x0a\xff\x00"sv, Container::ewf, "EWF (E01)"},
    {false, 0, "EVF2\x0d\x0a\x81\x00"sv, Container::ewf2, "EWF2 (Ex01)"},
    {false, 0, "LVF\x09\x0d\x0a\xff\x00"sv, Container::unsupported,
     "EnCase logical evidence (L01)"},
    {false, 0, "LEF2\x0d\x0a\x81\x00"sv, Container::unsupported,
     "EnCase logical evidence (Lx01)"},
    {false, 0, "AFF10\r\n\0"sv, Container::aff, "AFF"},
    {false, 0, "KDMV"sv, Container::vmdk, "VMDK"},
    {false, 0, "COWD"sv, Container::vmdk, "VMDK (COWD)"},
    {false, 0, "# Disk DescriptorFile"sv, Container::unsupported,
     "VMDK descriptor of a split or flat disk (give the extent instead)"},
    {false, 0, "vhdxfile"sv, Container::vhd, "VHDX"},
    {true, 0, "conectix"sv, Container::vhd, "VHD"},
    {false, 0, "QFI\xfb"sv, Container::unsupported, "QCOW2"},
    {false, 0x40, "\x7f\x10\xda\xbe"sv, Container::unsupported, "VDI"},
    {true, 0, "koly"sv, Container::unsupported, "DMG (compressed Apple disk image)"},
    {false, 0, "encrcdsa"sv, Container::unsupported,
     "DMG (encrypted Apple disk image)"},
    {false, 0, "cdsaencr"sv, Container::unsupported,
     "DMG (encrypted Apple disk image)"},
    {false, 0, "ADSEGMENTEDFILE"sv, Container::unsupported, "AD1"},
    {false, 0, "WithoutFreeSpace"sv, Container::unsupported, "Parallels HDD"},
    {false, 0, "WithouFreSpacExt"sv, Container::unsupported, "Parallels HDD"},
    {false, 0, "PK\x03\x04"sv, Container::unsupported, "ZIP or AFF4"},
    {false, 0, "\x1f\x8b\x08"sv, Container::unsupported, "gzip (unpack it first)"},
    {false, 0, "BZh"sv, Container::unsupported, "bzip2 (unpack it first)"},
    {false, 0,
     "\xfd"
     "7zXZ\0"sv,
     Container::unsupported, "xz (unpack it first)"},
    {false, 0, "7z\xbc\xaf\x27\x1c"sv, Container::unsupported, "7-Zip archive"},
    {false, 0, "Rar!\x1a\x07"sv, Container::unsupported, "RAR archive"},
};

}  // namespace

DetectedContainer detect_container(Bytes head, Bytes tail) {
  for (const Signature& s : kSignatures) {
    if (has_magic(s.in_tail ? tail : head, s.offset, s.magic)) {
      return {s.container, s.name};
    }
  }
  return {Container::raw, "raw"};
}

}  // namespace winnow
