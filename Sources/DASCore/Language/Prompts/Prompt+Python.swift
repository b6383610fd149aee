extension Prompt {
  /// What a program in Python must do beyond the strategy.
  var pythonRules: [String] {
    [
      """
      Result. A new float64 array of shape (n_samples, d), exactly n_samples rows, every value \
      finite; also for n_samples = 0, for d = 1, and where there are fewer rows than neighbours \
      asked for. `X_train` is a float64 array of shape (n, d); never change it.
      """,
      """
      Randomness. numpy's global generator is seeded before each call. Draw all random numbers \
      from it, by `np.random.normal` and the like, or from one generator made of it, `rng = \
      np.random.default_rng(np.random.randint(2**31))`. Never seed it yourself: other seeds must \
      give other rows, and the same seed the same rows.
      """,
      """
      Tools. numpy only: `import numpy as np` is the one import. No files, network, clock, \
      printing, threads or `eval`; \(access). The program runs \
      isolated, where all of this fails.
      """,
      """
      Cost. On 20 000 rows of 32 columns it takes a few seconds at most. No table of n by n: \
      measure distances to a random sample of at most 1000 training rows, in blocks of rows. No \
      loop that runs until something holds: make a fixed number of candidates, keep the best \
      n_samples of them. No Python loop over rows where an array operation does it.\(scoring)
      """,
      """
      Numbers. Divide by no spread, range or distance without a guard for zero; sample with \
      replacement where fewer rows may be there than are drawn; select by quantiles so that a \
      selection cannot be empty, also where all scores are equal.
      """,
    ]
  }

  private var asksForScores: Bool { variant == .full || variant == .generic }

  private var access: String {
    asksForScores ? "no attribute of `model` but `predict_score`" : "no use of `model`"
  }

  private var scoring: String {
    if !asksForScores { return "" }
    return """
       `model.predict_score(X)` takes a float64 array of shape (m, d) and gives m scores: call it \
      a few times on large arrays, on no more rows in all than 2 n + 10 n_samples.
      """
  }

  /// The layout of an answer in Python: `POLICY:`, `PROGRAM:` with one ```python fence,
  /// `EXPLANATION:`.
  var pythonForm: String {
    """
    # Answer

    \(thinking) answer with these three parts, in this order and with these \
    headings, and nothing else:

    POLICY:
    \(policyHint)

    PROGRAM:
    ```python
    import numpy as np


    def generate_hard_anomalies(n_samples, model, X_train):
        ...
        return rows
    ```

    EXPLANATION:
    \(explanationHint)

    The answer holds one ```python fence, with the whole program in it: the function of this name \
    and these three parameters, and what helpers it requirements. Policy and explanation are plain \
    text.
    """
  }

  /// Reasoning before the answer makes better strategies; there is none to find for random rows.
  var thinking: String {
    if variant == .random { return "Now" }
    let blind =
      variant == .generic
      ? "which rows an unknown detector is likely to take for normal"
      : "which rows the detector cannot tell from normal ones"
    return "First think about \(blind), and by which moves such rows can be made. Then"
  }

  var policyHint: String {
    variant == .random
      ? "(how rows are perturbed; two or three sentences)"
      : "(what the detector cannot see, and how the program uses that; one paragraph)"
  }

  var explanationHint: String {
    variant == .random
      ? "(what the rows look like; two or three sentences)"
      : "(component by component: why its rows are not normal, "
        + "and why the detector scores them low)"
  }
}
