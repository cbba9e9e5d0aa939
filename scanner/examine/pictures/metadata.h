// Where a picture's file keeps what is said about it.
#ifndef WINNOW_SCANNER_EXAMINE_PICTURES_METADATA_H_
#define WINNOW_SCANNER_EXAMINE_PICTURES_METADATA_H_

#include "base/bytes.h"
#include "scanner/examine/content/content_type.h"

namespace winnow {

// The TIFF block of its EXIF, as far as the head has it; else empty. TIFF files and
// their kin are such a block themselves.
[[nodiscard]] Bytes exif_of(ContentType type, Bytes head);

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_PICTURES_METADATA_H_
