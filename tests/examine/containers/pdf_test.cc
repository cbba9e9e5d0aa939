// PDF documents: those of others, and small ones written here, whose tables of objects
// are left to be mended.
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/examine/containers/collected_members.h"

namespace winnow {
namespace {

std::string stream(int number, const std::string& dictionary,
                   const std::string& bytes) {
  return std::to_string(number) + " 0 obj\n<< " + dictionary + " /Length " +
         std::to_string(bytes.size()) + " >>\nstream\n" + bytes +
         "\nendstream\nendobj\n";
}

std::string document(const std::string& objects, const std::string& trailer = "") {
  return "%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
         "2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n" +
         objects + "trailer\n<< /Root 1 0 R /Size 100 " + trailer +
         " >>\nstartxref\n0\n%%EOF\n";
}

constexpr const char* kImage = "/Type /XObject /Subtype /Image ";

Opened opened_pdf(const std::string& text, const ContainerLimits& limits = {}) {
  return opened(ContentType::pdf, bytes_of(text), limits);
}

TEST(Pdf, PicturesStoredAsFilesComeAsTheyStand) {
  const std::string jpeg = "\xFF\xD8\xFF\xE0 not a whole one";
  const Opened read = opened_pdf(
      document(stream(10, std::string(kImage) + "/Filter /DCTDecode", jpeg) +
               stream(11, std::string(kImage) + "/Filter [/ASCIIHexDecode /DCTDecode]",
                      "FFD8FF4142>") +
               stream(12, std::string(kImage) + "/Filter /JPXDecode", "jpeg 2000")));
  EXPECT_FALSE(read.fault);
  ASSERT_NE(read.members.find("images/10.jpg"), nullptr);
  EXPECT_EQ(text_of(read.members.find("images/10.jpg")->bytes), jpeg);
  ASSERT_NE(read.members.find("images/11.jpg"), nullptr);
  EXPECT_EQ(text_of(read.members.find("images/11.jpg")->bytes),
            "\xFF\xD8\xFF"
            "AB");
  ASSERT_NE(read.members.find("images/12.jp2"), nullptr);
}

// Pixel (x, y) of a BMP of 24 bits: blue, green, red.
std::string bmp_pixel(const CollectedMember& member, std::uint64_t x, std::uint64_t y) {
  const auto width = le<std::uint32_t>(member.bytes, 18);
  const auto height = le<std::uint32_t>(member.bytes, 22);
  const std::uint64_t stride = (std::uint64_t{width} * 3 + 3) / 4 * 4;
  const auto pixel = part(member.bytes, 54 + (height - 1 - y) * stride + x * 3, 3);
  return pixel ? to_hex(*pixel) : "";
}

TEST(Pdf, SamplesBecomePictures) {
  const std::string size = "/Width 2 /Height 2 ";
  const std::string hex = " /Filter /ASCIIHexDecode";
  const Opened read = opened_pdf(document(
      stream(10, kImage + size + "/BitsPerComponent 8 /ColorSpace /DeviceRGB" + hex,
             "010203 040506 070809 0A0B0C>") +
      stream(11, kImage + size + "/BitsPerComponent 8 /ColorSpace /DeviceGray" + hex,
             "00 80 FF 01>") +
      stream(12, kImage + size + "/BitsPerComponent 1 /ColorSpace /DeviceGray" + hex,
             "40 80>") +
      stream(
          13,
          kImage + size +
              "/BitsPerComponent 4 /ColorSpace [/Indexed /DeviceRGB 1 <111111223344>]" +
              hex,
          "01 10>") +
      stream(14, kImage + size + "/BitsPerComponent 8 /ColorSpace /DeviceCMYK" + hex,
             "00>") +
      stream(15, kImage + size + "/ImageMask true /Decode [1 0]" + hex, "40 80>") +
      stream(16, kImage + size + "/BitsPerComponent 8 /ColorSpace /DeviceGray" + hex,
             "FF>")));
  EXPECT_FALSE(read.fault);
  ASSERT_EQ(read.members.members.size(), 7u);
  EXPECT_EQ(bmp_pixel(*read.members.find("images/10.bmp"), 1, 0), "060504");
  EXPECT_EQ(bmp_pixel(*read.members.find("images/10.bmp"), 0, 1), "090807");
  EXPECT_EQ(bmp_pixel(*read.members.find("images/11.bmp"), 1, 0), "808080");
  EXPECT_EQ(bmp_pixel(*read.members.find("images/12.bmp"), 1, 0), "ffffff");
  EXPECT_EQ(bmp_pixel(*read.members.find("images/12.bmp"), 1, 1), "000000");
  EXPECT_EQ(bmp_pixel(*read.members.find("images/13.bmp"), 1, 0), "443322");
  EXPECT_EQ(read.members.find("images/14.bmp")->state, MemberState::unsupported);
  EXPECT_EQ(bmp_pixel(*read.members.find("images/15.bmp"), 1, 0), "000000");
  EXPECT_NE(read.members.all_notes().find("images/16.bmp: ends early"),
            std::string::npos);
}

TEST(Pdf, AttachedFilesAreMembersByTheirName) {
  const Opened read = opened_pdf(
      document(stream(10, "/Type /EmbeddedFile /Filter /ASCIIHexDecode", "414243>") +
               "11 0 obj\n<< /Type /Filespec /UF (holiday.zip) /EF << /F 10 0 R >> "
               ">>\nendobj\n" +
               stream(12, "/Type /EmbeddedFile", "unnamed")));
  ASSERT_NE(read.members.find("attachments/holiday.zip"), nullptr);
  EXPECT_EQ(text_of(read.members.find("attachments/holiday.zip")->bytes), "ABC");
  EXPECT_NE(read.members.find("attachments/12"), nullptr);
}

TEST(Pdf, WhatExpandsWithoutEndStopsAtTheLimit) {
  // Run-length coding: every two bytes are 128.
  std::string runs;
  for (int i = 0; i < 20'000; ++i) runs += "\x81x";
  ContainerLimits limits;
  limits.memory_bytes = 1 << 20;
  const Opened read =
      opened_pdf(document(stream(10,
                                 std::string(kImage) +
                                     "/Width 100 /Height 100 /BitsPerComponent 8 "
                                     "/ColorSpace /DeviceGray /Filter /RunLengthDecode",
                                 runs) +
                          stream(11,
                                 std::string(kImage) +
                                     "/Width 60000 /Height 60000 /BitsPerComponent 8 "
                                     "/ColorSpace /DeviceGray /Filter /RunLengthDecode",
                                 "x")),
                 limits);
  ASSERT_EQ(read.members.members.size(), 2u);
  EXPECT_EQ(read.members.members[0].state, MemberState::damaged);
  EXPECT_EQ(read.members.members[1].state, MemberState::too_big);
}

TEST(Pdf, WithAPasswordItIsSaidToBeEncrypted) {
  const std::string hex32(64, 'A');
  const std::string text =
      document("5 0 obj\n<< /Filter /Standard /V 1 /R 2 /P -4 /O <" + hex32 + "> /U <" +
                   hex32 + "> >>\nendobj\n",
               "/Encrypt 5 0 R /ID [<0011223344556677> <0011223344556677>]");
  const Opened read = opened_pdf(text);
  ASSERT_TRUE(read.fault);
  EXPECT_EQ(read.fault->kind, FaultKind::encrypted);
}

TEST(Pdf, SamplesOfOthers) {
  const auto children = tika_sample("testPDF_childAttachments.pdf");
  if (!children) GTEST_SKIP() << "no shared evidence";
  const Opened read = opened(ContentType::pdf, *children);
  EXPECT_FALSE(read.fault);
  EXPECT_NE(read.members.find("attachments/Unit10.doc"), nullptr);
  ASSERT_NE(read.members.find("images/46519.jpg"), nullptr);
  EXPECT_TRUE(has_magic(read.members.find("images/46519.jpg")->bytes, 0, "\xFF\xD8"));

  const Opened wavelets =
      opened(ContentType::pdf, *tika_sample("testPDF_jpeg2000.pdf"));
  ASSERT_NE(wavelets.members.find("images/5.jp2"), nullptr);
  EXPECT_EQ(opened(ContentType::pdf, *tika_sample("testPDF_multiFormatEmbFiles.pdf"))
                .members.members.size(),
            4u);
}

TEST(Pdf, WhatIsNoneIsAFault) {
  EXPECT_TRUE(opened_pdf("").fault);
  EXPECT_TRUE(opened_pdf("%PDF-1.7 and nothing else").fault);
}

}  // namespace
}  // namespace winnow
