// The rule text of the order, as cases that an inspector can read: who waits, and in
// which lane and order they come. written_case.h says what a device is if nothing is
// said.
#include <gtest/gtest.h>

#include "tests/rank/written_case.h"

namespace winnow {
namespace {

// ---- risk before what was met ----

TEST(WrittenCases, ATeachersEncryptedLaptopBeforeAnOldSingleMatchWithoutAccess) {
  expect_order({device("old phone").seized(300).listed_files(1).last_written(900),
                device("teacher's laptop").works_with_children().encrypted()},
               {"B teacher's laptop", "C old phone"});
}

TEST(WrittenCases, ATeachersLaptopWithNothingMetIsStillUrgent) {
  expect_order({device("teacher's laptop").works_with_children(),
                device("collector's disk").listed_files(500)},
               {"B teacher's laptop", "C collector's disk"});
}

TEST(WrittenCases, AnOldSingleMatchWithoutAccessIsBehindANewDeviceOfAParent) {
  expect_order({device("old single match").seized(400).listed_files(1).deleted(),
                device("parent's phone").lives_with_children().seized(0)},
               {"B parent's phone", "C old single match"});
}

TEST(WrittenCases, AChildAtImmediateRiskBeforeAThousandListedFiles) {
  expect_order({device("large collection").graded_files(1000, "UK", 1),
                device("unscanned tablet").child_at_immediate_risk().never_scanned()},
               {"A unscanned tablet", "B large collection"});
}

TEST(WrittenCases, AVictimsPhoneThatCannotBeScannedWhenTheChildIsIdentified) {
  expect_order({device("suspect's laptop").listed_files(200),
                device("victim's phone")
                    .of_victim()
                    .child_identified()
                    .cannot_be_scanned("no tool reads this model")},
               {"A victim's phone", "C suspect's laptop"});
}

TEST(WrittenCases, AWitnessPhoneThatCannotBeScannedIsNoNegative) {
  expect_order({device("seen through").seized(20),
                device("witness's phone").of_witness().cannot_be_scanned("locked")},
               {"C witness's phone", "D seen through"});
}

// ---- unknown is never no ----

TEST(WrittenCases, UnknownAgainstNoWhereNothingWasMet) {
  expect_order({device("access no"), device("access unknown").access_not_known()},
               {"B access unknown", "D access no"});
}

TEST(WrittenCases, UnknownAgainstNoWithTheSameMatch) {
  expect_order({device("access no").listed_files(3),
                device("access unknown").access_not_known().listed_files(3)},
               {"A access unknown", "C access no"});
}

TEST(WrittenCases, YesAgainstUnknownIsTheSameLaneAndComesFirst) {
  expect_order({device("access unknown").access_not_known().listed_files(3),
                device("lives with children")
                    .access_not_known()
                    .lives_with_children()
                    .listed_files(3)},
               {"A lives with children", "A access unknown"});
}

TEST(WrittenCases, OneOpenQuestionOfFourLeavesAccessUnknown) {
  expect_order(
      {device("all four no"),
       device("three no").answered(RiskQuestion::other_access, Answer::unknown)},
      {"B three no", "D all four no"});
}

TEST(WrittenCases, AnImmediateRiskNobodyKnowsOfIsNoYesButWeighs) {
  expect_order({device("no risk").listed_files(1),
                device("not known")
                    .listed_files(1)
                    .answered(RiskQuestion::immediate_risk, Answer::unknown)},
               {"C not known", "C no risk"});
}

TEST(WrittenCases, ALoweredAnswerIsUnknownAgainAfterItsReviewDate) {
  expect_order({device("still reviewed").no_access_until(5),
                device("review missed").no_access_until(-1)},
               {"B review missed", "D still reviewed"});
}

TEST(WrittenCases, WithoutAnyIntakeAMatchIsAnAct) {
  expect_order({device("nothing, no intake").without_intake(),
                device("match, no intake").without_intake().listed_files(1),
                device("match, no access").listed_files(1)},
               {"A match, no intake", "B nothing, no intake", "C match, no access"});
}

TEST(WrittenCases, WithoutIntakeTheBandDecidesThenPointsThenTheReference) {
  expect_order({device("c quiet").without_intake(), device("b quiet").without_intake(),
                device("locked").without_intake().encrypted(),
                device("hinted").without_intake().names_hint_at("peer-to-peer client"),
                device("near").without_intake().near_pictures(9)},
               {"B near", "B hinted", "B locked", "B b quiet", "B c quiet"});
}

TEST(WrittenCases, NoIntakeStandsBehindADueDateOfTheSameLane) {
  expect_order({device("no intake").without_intake().near_pictures(200),
                device("with intake").lives_with_children().seized(0)},
               {"B with intake", "B no intake"});
}

// ---- what was met ----

TEST(WrittenCases, AccessAndAMatchIsAnActAtOnce) {
  expect_order({device("father's computer").lives_with_children().listed_files(1),
                device("immediate").child_at_immediate_risk().seized(11)},
               {"A immediate", "A father's computer"});
}

TEST(WrittenCases, TheSeverestGradeIsUrgentWithoutAccess) {
  expect_order({device("many of grade C").graded_files(400, "UK", 3),
                device("one of grade A").graded_files(1, "UK", 1).deleted()},
               {"B one of grade A", "C many of grade C"});
}

TEST(WrittenCases, TheSameCodeOfAnotherCountryIsAnotherGrade) {
  expect_order({device("US 2").graded_files(1, "US", 2),
                device("US 1").graded_files(1, "US", 1)},
               {"B US 1", "C US 2"});
}

TEST(WrittenCases, AListWithoutGradesIsListedButNeverTheSeverest) {
  expect_order({device("no grade").listed_files(1000),
                device("severest").graded_files(1, "UK", 1)},
               {"B severest", "C no grade"});
}

TEST(WrittenCases, NearPicturesAloneAreNeverAnActButAskForAPerson) {
  const std::vector<Device> devices = {
      device("near only").lives_with_children().near_pictures(300),
      device("one match").lives_with_children().listed_files(1)};
  expect_order(devices, {"A one match", "B near only"});
  EXPECT_EQ(devices[0].judged().review, "a person has to look at 300 near findings");
  EXPECT_EQ(devices[1].judged().review, "");
}

TEST(WrittenCases, ANearPictureThatAPersonConfirmedIsAMatch) {
  expect_order({device("not looked at").lives_with_children().near_pictures(2),
                device("confirmed")
                    .lives_with_children()
                    .near_pictures(2)
                    .reviewed(Verdict::match)},
               {"A confirmed", "B not looked at"});
}

TEST(WrittenCases, LeadsThatAPersonFoundNotToHoldRaiseNothing) {
  expect_order({device("checked").near_pictures(5).reviewed(Verdict::nothing),
                device("unchecked").near_pictures(5)},
               {"C unchecked", "D checked"});
}

TEST(WrittenCases, NoReviewTakesAnExactMatchAway) {
  expect_order(
      {device("match").listed_files(1).near_pictures(3).reviewed(Verdict::nothing),
       device("nothing")},
      {"C match", "D nothing"});
}

TEST(WrittenCases, AProducerWithUnknownPicturesOnlyIsSeenByAPersonFirst) {
  const Device producer =
      device("producer").lives_with_children().unknown_pictures_of_faces(600);
  expect_order({device("collector").listed_files(2000), producer},
               {"B producer", "C collector"});
  EXPECT_EQ(producer.judged().review,
            "a person has to look at 600 unknown pictures that a machine thinks worth "
            "a look");
}

TEST(WrittenCases, AProducerWhosePicturesAPersonSawIsAnAct) {
  Device producer =
      device("producer").lives_with_children().unknown_pictures_of_faces(600);
  producer.reviewed(Verdict::creation);
  expect_order({device("collector").lives_with_children().listed_files(2000).seized(9),
                producer},
               {"A producer", "A collector"});
}

TEST(WrittenCases, AMachinesGuessMovesNoLane) {
  expect_order({device("faces").unknown_pictures_of_faces(1'000'000),
                device("one part").parts_in_free_space(1)},
               {"C one part", "D faces"});
}

TEST(WrittenCases, WhatAnEarlierScanMetStaysMet) {
  const Device met = device("met before").met_in_an_earlier_scan(Met::listed);
  expect_order({device("nothing"), met}, {"C met before", "D nothing"});
  EXPECT_STREQ(words_of(met.judged().band), "a listed file was found");
}

// ---- what could not be seen ----

TEST(WrittenCases, EncryptedUnreadOrUnfinishedIsNeverStandard) {
  expect_order(
      {device("a seen through").seized(30), device("b encrypted").encrypted(),
       device("c unread").of_unread_format(), device("d unfinished").unfinished(),
       device("e never scanned").never_scanned()},
      {"C b encrypted", "C c unread", "C e never scanned", "C d unfinished",
       "D a seen through"});
}

TEST(WrittenCases, AnEncryptedContainerByItsNameIsSuspectedEvenAfterAReview) {
  expect_order({device("container")
                    .names_hint_at("encrypted container")
                    .reviewed(Verdict::nothing),
                device("client")
                    .names_hint_at("peer-to-peer client")
                    .reviewed(Verdict::nothing)},
               {"C container", "D client"});
}

// ---- within a lane ----

TEST(WrittenCases, TheDueDateBeforeTheCountOfFiles) {
  expect_order({device("five hundred").seized(5).listed_files(500),
                device("one, older").seized(6).listed_files(1)},
               {"C one, older", "C five hundred"});
}

TEST(WrittenCases, OnOneDayPointsDecideAndThenTheReference) {
  expect_order({device("b").listed_files(1), device("many").listed_files(60),
                device("a").listed_files(1)},
               {"C many", "C a", "C b"});
}

TEST(WrittenCases, OwnRecentAndLiveBeforeOldAndDeleted) {
  expect_order({device("in a cache").listed_files(4).deleted().last_written(900),
                device("in pictures")
                    .listed_files(4)
                    .in_folder("/volume-0/DCIM")
                    .last_written(3)},
               {"C in pictures", "C in a cache"});
}

TEST(WrittenCases, APriorRecordWeighsWithinTheLane) {
  expect_order({device("first offence").listed_files(2),
                device("known offender").listed_files(2).prior_record()},
               {"C known offender", "C first offence"});
}

TEST(WrittenCases, ABailDateSetsTheDueDateAndNoLane) {
  expect_order({device("bail tomorrow").listed_files(1).bail_in(1),
                device("older").listed_files(50).seized(20),
                device("parent").lives_with_children().seized(0)},
               {"B parent", "C bail tomorrow", "C older"});
}

TEST(WrittenCases, ACourtDateAfterTheTargetChangesNothing) {
  expect_order({device("a court later").listed_files(1).court_in(200),
                device("b no court").listed_files(1)},
               {"C a court later", "C b no court"});
}

TEST(WrittenCases, AFifthMatchingDeviceOfOneSuspectAfterTheFirstOfAnother) {
  std::vector<Device> devices;
  for (std::uint32_t i = 1; i <= 5; ++i) {
    devices.push_back(
        device("S-" + std::to_string(i)).of_suspect("S").listed_files(1u << (10 - i)));
  }
  devices.push_back(device("T-1").of_suspect("T").listed_files(1));
  expect_order(devices, {"C S-1", "C T-1", "C S-2", "C S-3", "C S-4", "C S-5"});
}

TEST(WrittenCases, TheSecondDeviceOfAHouseholdAfterTheFirstOfAnother) {
  expect_order({device("H tablet").of_household("H").listed_files(100),
                device("H phone").of_household("H").listed_files(30),
                device("K phone").of_household("K").listed_files(1)},
               {"C H tablet", "C K phone", "C H phone"});
}

TEST(WrittenCases, AFirstDeviceDueLaterBeforeAFurtherOneIfThePolicySaysSo) {
  const std::vector<Device> devices = {
      device("S laptop").of_suspect("S").seized(12).listed_files(9),
      device("S phone").of_suspect("S").seized(11).listed_files(9),
      device("T phone").of_suspect("T").seized(10).listed_files(1)};
  expect_order(devices, {"C S laptop", "C S phone", "C T phone"});
  Policy policy = shipped_policy();
  policy.first_devices_first = 1;
  std::vector<RankedExhibit> judged;
  for (const Device& one : devices) judged.push_back(one.judged());
  std::vector<std::string> order;
  for (const RankedExhibit& one : put_in_order(judged, {}, policy)) {
    order.push_back(one.ref);
  }
  EXPECT_EQ(order, (std::vector<std::string>{"S laptop", "T phone", "S phone"}));
}

TEST(WrittenCases, ALoweredLaneIsOverWhenTheAnswerItRestedOnIsToBeReviewed) {
  expect_order({device("a review over")
                    .no_access_until(-1)
                    .listed_files(1)
                    .lowered_from_to(Lane::C, Lane::D),
                device("b review ahead")
                    .no_access_until(5)
                    .listed_files(1)
                    .lowered_from_to(Lane::C, Lane::D)},
               {"A a review over", "D b review ahead"});
}

TEST(WrittenCases, TwoSuspectsOfOneHouseholdEachHaveAFirstDevice) {
  expect_order({device("S laptop").of_suspect("S").of_household("H").listed_files(100),
                device("S phone").of_suspect("S").of_household("H").listed_files(30),
                device("T phone").of_suspect("T").of_household("H").listed_files(1)},
               {"C S laptop", "C T phone", "C S phone"});
}

TEST(WrittenCases, WhoHasADeviceUnderExaminationWaitsWithTheNext) {
  StartsSoFar begun;
  begun.suspects = {"S"};
  expect_order({device("S phone").of_suspect("S").listed_files(30),
                device("T phone").of_suspect("T").listed_files(1)},
               {"C T phone", "C S phone"}, begun);
}

TEST(WrittenCases, APhoneThatCannotBeScannedTakesNobodysFirstPlace) {
  expect_order(
      {device("S phone").of_suspect("S").cannot_be_scanned("locked"),
       device("S laptop").of_suspect("S").listed_files(1),
       device("T laptop").of_suspect("T").names_hint_at("peer-to-peer client")},
      {"C S phone", "C S laptop", "C T laptop"});
}

TEST(WrittenCases, AFurtherDeviceStillComesBeforeALaterDueDate) {
  expect_order({device("S-1").of_suspect("S").listed_files(9),
                device("S-2").of_suspect("S").listed_files(1),
                device("T-1").of_suspect("T").listed_files(9).seized(9)},
               {"C S-1", "C S-2", "C T-1"});
}

// ---- nobody waits without end ----

std::vector<Device> parents(int count) {
  std::vector<Device> devices;
  for (int i = 1; i <= count; ++i) {
    devices.push_back(
        device("parent " + std::to_string(i)).lives_with_children().seized(0));
  }
  return devices;
}

TEST(WrittenCases, TheSeventhStartGoesToTheLongestOverdue) {
  std::vector<Device> devices = parents(8);
  devices.push_back(device("overdue").seized(200));
  devices.push_back(device("overdue longer").seized(201));
  expect_order(devices, {"B parent 1", "B parent 2", "B parent 3", "B parent 4",
                         "B parent 5", "B parent 6", "D overdue longer", "B parent 7",
                         "B parent 8", "D overdue"});
}

TEST(WrittenCases, StartsBeforeTodayCountTowardsTheSeventh) {
  StartsSoFar begun;
  begun.starts = 106;
  std::vector<Device> devices = parents(2);
  devices.push_back(device("overdue").seized(200));
  expect_order(devices, {"D overdue", "B parent 1", "B parent 2"}, begun);
}

TEST(WrittenCases, AKeptPlaceThatNobodyNeedsGoesOnAsUsual) {
  StartsSoFar begun;
  begun.starts = 6;
  std::vector<Device> devices = parents(2);
  devices.push_back(device("not overdue").seized(80));
  expect_order(devices, {"B parent 1", "B parent 2", "D not overdue"}, begun);
}

TEST(WrittenCases, AKeptPlaceIsNeverForAnAct) {
  StartsSoFar begun;
  begun.starts = 6;
  expect_order({device("act").child_at_immediate_risk().seized(300),
                device("act later").child_at_immediate_risk().seized(2),
                device("overdue").seized(100)},
               {"D overdue", "A act", "A act later"}, begun);
}

// ---- what people decided ----

TEST(WrittenCases, HeldUntilADateComesLastAndSaysSo) {
  const Device held = device("held").child_at_immediate_risk().held_for(3);
  expect_order({held, device("standard")}, {"D standard", "A held"});
  EXPECT_EQ(held.judged().lane_reasons.back(),
            "held until 2023-11-17: it comes last until then");
}

TEST(WrittenCases, AHoldThatIsOverHoldsNothing) {
  expect_order({device("was held").listed_files(1).held_for(-1), device("standard")},
               {"C was held", "D standard"});
}

TEST(WrittenCases, AReviewerMayLowerAndIsNamed) {
  const Device lowered = device("lowered").lives_with_children().lowered_to(Lane::D);
  expect_order({lowered, device("lead").near_pictures(1)}, {"C lead", "D lowered"});
  EXPECT_EQ(lowered.judged().lane_reasons.front(),
            "lowered from lane B by R. Reader: known to be of another");
}

TEST(WrittenCases, ALoweringRaisesNothing) {
  expect_order(
      {device("standard").lowered_to(Lane::A), device("lead").near_pictures(1)},
      {"C lead", "D standard"});
}

TEST(WrittenCases, ALoweringAgainstAnImmediateRiskIsSaidAloud) {
  const Device lowered =
      device("lowered").child_at_immediate_risk().lowered_to(Lane::C);
  expect_order({lowered, device("parent").lives_with_children()},
               {"B parent", "C lowered"});
  EXPECT_NE(lowered.judged().lane_reasons.front().find(
                "ALTHOUGH A CHILD IS AT IMMEDIATE RISK"),
            std::string::npos);
}

}  // namespace
}  // namespace winnow
