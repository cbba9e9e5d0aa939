// Mail: samples of others, and messages written here.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/examine/containers/collected_members.h"

namespace winnow {
namespace {

using Names = std::vector<std::string>;

Opened opened_text(ContentType type, const std::string& text,
                   const ContainerLimits& limits = {}) {
  return opened(type, bytes_of(text), limits);
}

constexpr const char* kMessage =
    "From: a@example.org\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
    "Content-Type: multipart/mixed; boundary=\"b\"\r\n\r\n"
    "--b\r\nContent-Type: text/plain\r\n\r\nhello\r\n"
    "--b\r\nContent-Type: image/jpeg; name=\"photo.jpg\"\r\n"
    "Content-Transfer-Encoding: base64\r\n\r\n/9j/AAEC\r\n"
    "--b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: quoted-printable\r\n"
    "Content-Disposition: attachment; filename*=UTF-8''gr%C3%BCn%2F..%2Fx.png\r\n\r\n"
    "=89PNG\r\n--b--\r\n";

TEST(Mail, PartsComeDecoded) {
  const Opened read = opened_text(ContentType::mail, kMessage);
  EXPECT_FALSE(read.fault);
  EXPECT_EQ(read.members.names(),
            (Names{"part-1", "photo.jpg", "gr\xC3\xBCn%2F..%2Fx.png"}));
  EXPECT_EQ(to_hex(read.members.find("photo.jpg")->bytes), "ffd8ff000102");
  EXPECT_EQ(text_of(read.members.members[2].bytes), "\x89PNG");
}

TEST(Mail, MessagesWithinMessagesAreFolders) {
  const Opened read =
      opened_text(ContentType::mail,
                  std::string("Content-Type: message/rfc822\r\n\r\n") + kMessage);
  EXPECT_EQ(read.members.names(), (Names{"part-1/part-1", "part-1/photo.jpg",
                                         "part-1/gr\xC3\xBCn%2F..%2Fx.png"}));
}

TEST(Mail, FilesWrittenIntoTextAreMembers) {
  const Opened read = opened_text(ContentType::mail,
                                  "From: a@example.org\r\n\r\nsee below\r\nbegin 644 "
                                  "cat.txt\r\n#0V%T\r\n`\r\nend\r\n");
  ASSERT_NE(read.members.find("cat.txt"), nullptr);
  EXPECT_EQ(text_of(read.members.find("cat.txt")->bytes), "Cat");
}

std::string attribute(std::uint32_t id, const std::string& bytes) {
  std::string text = "\x02";
  for (int i = 0; i < 4; ++i) text += static_cast<char>(id >> (8 * i));
  for (int i = 0; i < 4; ++i) text += static_cast<char>(bytes.size() >> (8 * i));
  return text + bytes + "cc";
}

TEST(Mail, FilesInWinmailDatAreMembers) {
  const std::string tnef = std::string("\x78\x9F\x3E\x22\x01\x00", 6) +
                           attribute(0x00069002, "render") +
                           attribute(0x00018010, std::string("sea.jpg\0", 8)) +
                           attribute(0x0006800F, "the sea");
  const Opened read =
      opened_text(ContentType::mail,
                  "Content-Type: application/ms-tnef; name=winmail.dat\r\n"
                  "Content-Transfer-Encoding: 8bit\r\n\r\n" +
                      tnef);
  ASSERT_NE(read.members.find("sea.jpg"), nullptr);
  EXPECT_EQ(text_of(read.members.find("sea.jpg")->bytes), "the sea");
}

TEST(Mail, EncryptedPartsAreSaidToBe) {
  const Opened smime =
      opened_text(ContentType::mail,
                  "Content-Type: application/pkcs7-mime; smime-type=enveloped-data; "
                  "name=smime.p7m\r\n\r\nxx");
  ASSERT_EQ(smime.members.members.size(), 1u);
  EXPECT_EQ(smime.members.members[0].state, MemberState::encrypted);
  const Opened pgp = opened_text(
      ContentType::mail,
      "MIME-Version: 1.0\r\nContent-Type: multipart/encrypted; boundary=b; "
      "protocol=\"application/pgp-encrypted\"\r\n\r\n"
      "--b\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n"
      "--b\r\nContent-Type: application/octet-stream\r\n\r\nxx\r\n--b--\r\n");
  ASSERT_EQ(pgp.members.members.size(), 2u);
  EXPECT_EQ(pgp.members.members[1].state, MemberState::encrypted);
}

TEST(Mail, PartsNestedBeyondMeasureEndInANote) {
  std::string text;
  for (int i = 0; i < 500; ++i) {
    text += "Content-Type: multipart/mixed; boundary=b" + std::to_string(i) +
            "\r\n\r\n--b" + std::to_string(i) + "\r\n";
  }
  const Opened read = opened_text(ContentType::mail, text);
  EXPECT_NE(read.members.all_notes().find("too deep"), std::string::npos);
}

TEST(Mail, WebPagesKeepTheNamesOfTheirParts) {
  const auto bytes = tika_sample("testMHTMLFirefox.mhtml");
  if (!bytes) GTEST_SKIP() << "no shared evidence";
  const Opened read = opened(ContentType::mail, *bytes);
  ASSERT_NE(read.members.find("sflogo.png"), nullptr);
  EXPECT_TRUE(has_magic(read.members.find("sflogo.png")->bytes, 0, "\x89PNG"));
}

TEST(Mbox, MessagesAreNumbered) {
  const std::string line = "From a@example.org Mon Jan  1 00:00:00 2024\r\n";
  const Opened read = opened_text(ContentType::mbox, line + kMessage + "\r\n" + line +
                                                         "From: b@example.org\r\n\r\n"
                                                         "text\r\nFrom here on\r\n");
  EXPECT_FALSE(read.fault);
  EXPECT_EQ(read.members.names(), (Names{"1/part-1", "1/photo.jpg",
                                         "1/gr\xC3\xBCn%2F..%2Fx.png", "2/part-1"}));
  EXPECT_EQ(text_of(read.members.find("2/part-1")->bytes), "text\r\nFrom here on\r\n");
}

TEST(Mbox, AMessageBeyondTheLimitHidesNoOther) {
  const std::string line = "From a Mon Jan  1 00:00:00 2024\n";
  ContainerLimits limits;
  limits.memory_bytes = 10'000;
  const Opened read = opened_text(ContentType::mbox,
                                  line + "A: b\n\n" + std::string(3'000'000, 'x') +
                                      "\n\n" + line + "A: b\n\nsmall\n",
                                  limits);
  ASSERT_EQ(read.members.members.size(), 2u);
  EXPECT_EQ(read.members.members[0].state, MemberState::too_big);
  EXPECT_EQ(text_of(read.members.find("2/part-1")->bytes), "small\n");
}

TEST(Mbox, Samples) {
  const auto simple = tika_sample("simple.mbox");
  if (!simple) GTEST_SKIP() << "no shared evidence";
  EXPECT_EQ(opened(ContentType::mbox, *simple).members.names(),
            (Names{"1/part-1", "2/part-1"}));
  EXPECT_EQ(opened(ContentType::mbox, *tika_sample("complex.mbox")).members.names(),
            (Names{"1/part-1", "2/part-1", "3/part-1"}));
}

TEST(Pst, FoldersMessagesAndBodies) {
  const auto store = sample("be_archives/tests/Data/Outlook_Files/outlook.pst");
  if (!store) GTEST_SKIP() << "no shared evidence";
  const Opened read = opened(ContentType::pst, *store);
  EXPECT_FALSE(read.fault);
  EXPECT_EQ(read.members.names(),
            (Names{"Top of Outlook data file/Drafts/1/body.txt",
                   "Top of Outlook data file/Drafts/1/body.html"}));
  const Opened bodies =
      opened(ContentType::pst, *tika_sample("testPST_variousBodyTypes.pst"));
  EXPECT_NE(bodies.members.find("Top of Outlook data file/Inbox/tmp/3/body.rtf"),
            nullptr);
}

TEST(Pst, ADamagedOneEndsInAnAnswer) {
  auto store = sample("be_archives/tests/Data/Outlook_Files/outlook.pst");
  if (!store) GTEST_SKIP() << "no shared evidence";
  EXPECT_TRUE(opened(ContentType::pst, Bytes(*store).first(300)).fault);
  for (std::size_t at = 600; at < store->size(); at += 7919) {
    auto damaged = *store;
    for (std::size_t i = at; i < std::min(at + 64, damaged.size()); ++i) {
      damaged[i] ^= std::byte{0x5A};
    }
    const Opened read = opened(ContentType::pst, damaged);
    EXPECT_LE(read.members.members.size(), 16u);
  }
}

TEST(Rtf, PicturesAndObjectsAreMembers) {
  const std::string rtf =
      "{\\rtf1 text {\\*\\shppict{\\pict{\\*\\blipuid 00112233}\\pngblip\\picw10 "
      "89 50 4e\r\n47}}"
      "{\\pict\\jpegblip \\bin4 {}\\x ffd8}"
      "{\\pict\\wmetafile8 0102}"
      "{\\object{\\*\\objdata 0105000002000000 08000000 5061636b61676500 00000000 "
      "00000000 21000000 0200 6100 612e6a706700 00000300 02000000 4300 05000000 "
      "6279746573 00000000}}"
      "{\\pict\\jpegblip ffd8ff}";
  const Opened read = opened_text(ContentType::rtf, rtf);
  EXPECT_FALSE(read.fault);
  EXPECT_EQ(read.members.names(), (Names{"pictures/1.png", "pictures/2.jpg",
                                         "objects/1/a.jpg", "pictures/3.jpg"}));
  EXPECT_EQ(text_of(read.members.find("pictures/1.png")->bytes), "\x89PNG");
  EXPECT_EQ(to_hex(read.members.find("pictures/2.jpg")->bytes), "7b7d5c78ffd8");
  EXPECT_EQ(text_of(read.members.find("objects/1/a.jpg")->bytes), "bytes");
}

}  // namespace
}  // namespace winnow
