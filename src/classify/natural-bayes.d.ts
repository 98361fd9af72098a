declare module "natural/lib/natural/classifiers/bayes_classifier.js" {
  /** The learner of the `apparatus` package that natural's classifier wraps. */
  interface ApparatusBayes {
    /** By label: by feature number, mails with it. */
    readonly classFeatures: Record<string, Record<string, number>>;
    /** By label: mails, and one. */
    readonly classTotals: Record<string, number>;
    /** `features[i]` is 1 where the mail has feature `i`. */
    addExample(features: readonly number[], label: string): void;
  }
  class BayesClassifier {
    constructor(stemmer?: undefined, smoothing?: number);
    readonly classifier: ApparatusBayes;
  }
  export = BayesClassifier;
}
