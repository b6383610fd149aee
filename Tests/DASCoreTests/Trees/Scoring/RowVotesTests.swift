import Testing

@testable import DASCore

@Suite struct RowVotesTests {
  /// Means of votes to within the fixed point's resolution, in any order; NaN without votes.
  @Test func meansAreThoseOfTheVotes() throws {
    let (first, second) = (try RowVotes(rows: 3), try RowVotes(rows: 3))
    for vote in [0.25, 1, 0] { first.base[0] += RowVotes.one + RowVotes.vote(vote) }
    second.base[0] += RowVotes.one + RowVotes.vote(1 / 3)
    for _ in 0..<10_000 { second.base[1] += RowVotes.one + RowVotes.whole }
    first.add(second)
    #expect(abs(first.mean(0) - (1.25 + 1 / 3) / 4) < 1e-10)
    #expect(first.mean(1) == 1)
    #expect(first.mean(2).isNaN)
  }

  @Test func votesAreWholeNumbers() {
    #expect(RowVotes.vote(0) == 0 && RowVotes.vote(1) == RowVotes.whole)
    #expect(RowVotes.mean(of: 3 * RowVotes.whole / 2, votes: 3) == 0.5)
  }
}
