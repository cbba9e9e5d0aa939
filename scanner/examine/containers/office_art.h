// Pictures in the drawing records of old office documents.
#ifndef WINNOW_SCANNER_EXAMINE_CONTAINERS_OFFICE_ART_H_
#define WINNOW_SCANNER_EXAMINE_CONTAINERS_OFFICE_ART_H_

#include <string>
#include <vector>

#include "base/bytes.h"

namespace winnow {

struct ArtPicture {
  const char* extension = "";  // "jpg", "png", "bmp", "tif"
  Bytes bytes;                 // within what was searched
  bool lacks_file_header =
      false;  // a device-independent bitmap: BITMAPINFOHEADER first
};

// The pictures in the OfficeArtBlip records (MS-ODRAW 2.2.23 to 2.2.31) that lie
// anywhere in these bytes; whole ones alone. They are found by the fixed bytes of their
// headers, so that damage to the tree around them hides none. Metafiles are left out.
[[nodiscard]] std::vector<ArtPicture> find_art(Bytes bytes);

// The drawings of a workbook's stream (MS-XLS 2.4.171): the contents of its
// MSODRAWINGGROUP records and of those that continue them, joined.
[[nodiscard]] std::vector<std::byte> workbook_drawings(Bytes workbook);

// A BMP file of a device-independent bitmap: the file header that it lacks, and it.
[[nodiscard]] std::vector<std::byte> bitmap_file(Bytes bitmap);

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_CONTAINERS_OFFICE_ART_H_
