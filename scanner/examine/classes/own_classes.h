// OwnClasses: what the project itself tells of a picture, for ordering only.
//
// Simple and often wrong: it raises what is unknown and gives a reason of limited
// weight, and never makes a finding. Skin and faces are met unequally over tones of
// skin and in different light (own_classes.cc), so that their absence says nothing.
#ifndef WINNOW_SCANNER_EXAMINE_CLASSES_OWN_CLASSES_H_
#define WINNOW_SCANNER_EXAMINE_CLASSES_OWN_CLASSES_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "scanner/examine/pictures/pixels.h"

namespace winnow {

enum class OwnClass : std::uint8_t { photograph, graphic, screenshot, skin, face };
inline constexpr std::size_t kOwnClasses = 5;

struct OwnClassFacts {
  const char* name;      // for people
  std::uint32_t points;  // towards the order, up to kMostPoints
};

[[nodiscard]] const OwnClassFacts& facts_of(OwnClass kind);

// A class that holds. `percent`, from 1 to 100, is
//   of photograph and graphic  how sure, from 50; one of the two holds
//   of screenshot              the share of neighbours that are equal
//   of skin                    the share of pixels
//   of face                    how sure, from 60, by how many windows agree
struct OwnScore {
  OwnClass kind;
  std::uint8_t percent;

  friend bool operator==(const OwnScore&, const OwnScore&) = default;
};

// Pictures are shown to it at most so large; they lose nothing that it looks at.
inline constexpr std::uint32_t kOwnClassesSide = 320;

// One thread at a time. The same pixels give the same answer on any thread.
class OwnClasses {
 public:
  virtual ~OwnClasses() = default;
  // `small` is the picture, grey or RGB, of at most kOwnClassesSide pixels a side;
  // `width` and `height` are those of the picture itself. Rising by class. Of what is
  // under 8 pixels a side nothing is told. A fault if memory fails, or if `small` is no
  // picture or too large.
  [[nodiscard]] virtual Result<std::vector<OwnScore>> classify(
      const Pixels& small, std::uint32_t width, std::uint32_t height) = 0;
};

// `face_cascade` is OpenCV's description of faces (classes_module.h); it need not
// outlive the call. Opens no file and starts no thread, nor do its objects.
using OpenOwnClasses = Result<std::unique_ptr<OwnClasses>> (*)(Bytes face_cascade);

[[nodiscard]] Result<std::unique_ptr<OwnClasses>> open_own_classes(Bytes face_cascade);

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_CLASSES_OWN_CLASSES_H_
