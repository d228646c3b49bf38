"""The elements of UBL 2.1 that an invoice can hold, in the order of the standard, and what we do with each.

Idea: one table, read by all. A row says what may stand inside an element: first its fields, then, after the bar, the
elements that hold others, as UBL orders them always. A word is a name and how often it stands: nothing for once, ``?``
for once or never, ``*`` for any number, ``+`` for at least once. One that begins with ``~`` is taken and not kept; one
with ``!`` is refused, since to leave it out would change what is owed. The writer puts elements into this order and the
reader refuses any other; a test holds the table against the schemas of OASIS where a package has them.

Source: OASIS UBL 2.1, the names and their order. Where the standard allows many and we keep one, the row says one.
"""

import re
from collections.abc import Iterator, Mapping

NAMESPACE = "urn:oasis:names:specification:ubl:schema:xsd:"
FIELD = f"{{{NAMESPACE}CommonBasicComponents-2}}"
HOLDER = f"{{{NAMESPACE}CommonAggregateComponents-2}}"
EXTENSION = f"{{{NAMESPACE}CommonExtensionComponents-2}}"
ROOTS = {name: f"{{{NAMESPACE}{name}-2}}" for name in ("Invoice", "CreditNote")}

_WORD = re.compile(r"([~!]?)(\w+)([?*+]?)")


class Shape:
    """What may stand inside one element.

    >>> shape = Shape("ID ~UUID? | !Party* Line+")
    >>> list(shape.names), shape.needed, shape.names["Party"] == HOLDER + "Party", shape.marks["UUID"]
    (['ID', 'UUID', 'Party', 'Line'], ('ID', 'Line'), True, '~')
    """

    __slots__ = ("many", "marks", "names", "needed", "order")

    def __init__(self, words: str) -> None:
        self.names: dict[str, str] = {}
        self.marks: dict[str, str] = {}
        needed, many = [], set()
        fields, _, holders = words.partition("|")
        for prefix, side in ((FIELD, fields), (HOLDER, holders)):
            for word in side.split():
                mark, name, count = _parts(word)
                self.names[name] = (EXTENSION if name == "UBLExtensions" else prefix) + name
                self.marks[name] = mark
                if count in ("", "+"):
                    needed.append(name)
                if count in ("*", "+"):
                    many.add(name)
        self.needed, self.many = tuple(needed), frozenset(many)
        self.order = {name: at for at, name in enumerate(self.names)}


def _parts(word: str) -> tuple[str, str, str]:
    found = _WORD.fullmatch(word)
    if not found:
        raise ValueError(f"not a word of a shape: {word}")
    return found[1], found[2], found[3]


_TABLE = """
Invoice: ~UBLExtensions? ~UBLVersionID? CustomizationID? ProfileID? ~ProfileExecutionID? ID ~CopyIndicator? ~UUID?
    IssueDate ~IssueTime? DueDate? InvoiceTypeCode Note* ~TaxPointDate? DocumentCurrencyCode !TaxCurrencyCode?
    !PricingCurrencyCode? !PaymentCurrencyCode? !PaymentAlternativeCurrencyCode? ~AccountingCostCode? ~AccountingCost?
    ~LineCountNumeric? BuyerReference? | InvoicePeriod? OrderReference? ~BillingReference* ~DespatchDocumentReference*
    ~ReceiptDocumentReference* ~StatementDocumentReference* ~OriginatorDocumentReference* ContractDocumentReference?
    AdditionalDocumentReference* ~ProjectReference* ~Signature* AccountingSupplierParty AccountingCustomerParty
    ~PayeeParty? ~BuyerCustomerParty? ~SellerSupplierParty? ~TaxRepresentativeParty? ~Delivery* ~DeliveryTerms?
    PaymentMeans* PaymentTerms? ~PrepaidPayment* AllowanceCharge* !TaxExchangeRate? !PricingExchangeRate?
    !PaymentExchangeRate? !PaymentAlternativeExchangeRate? TaxTotal !WithholdingTaxTotal* LegalMonetaryTotal
    InvoiceLine+
CreditNote: ~UBLExtensions? ~UBLVersionID? CustomizationID? ProfileID? ~ProfileExecutionID? ID ~CopyIndicator? ~UUID?
    IssueDate ~IssueTime? ~TaxPointDate? CreditNoteTypeCode Note* DocumentCurrencyCode !TaxCurrencyCode?
    !PricingCurrencyCode? !PaymentCurrencyCode? !PaymentAlternativeCurrencyCode? ~AccountingCostCode? ~AccountingCost?
    ~LineCountNumeric? BuyerReference? | InvoicePeriod? ~DiscrepancyResponse* OrderReference? BillingReference
    ~DespatchDocumentReference* ~ReceiptDocumentReference* ContractDocumentReference? AdditionalDocumentReference*
    ~StatementDocumentReference* ~OriginatorDocumentReference* ~Signature* AccountingSupplierParty
    AccountingCustomerParty ~PayeeParty? ~BuyerCustomerParty? ~SellerSupplierParty? ~TaxRepresentativeParty?
    ~Delivery* ~DeliveryTerms* PaymentMeans* PaymentTerms? !TaxExchangeRate? !PricingExchangeRate?
    !PaymentExchangeRate? !PaymentAlternativeExchangeRate? AllowanceCharge* TaxTotal LegalMonetaryTotal
    CreditNoteLine+
InvoicePeriod: StartDate? ~StartTime? EndDate? ~EndTime? ~DurationMeasure? ~DescriptionCode* ~Description*
OrderReference: ID ~SalesOrderID? ~CopyIndicator? ~UUID? ~IssueDate? ~IssueTime? ~CustomerReference? ~OrderTypeCode? |
    ~DocumentReference?
BillingReference: | InvoiceDocumentReference ~SelfBilledInvoiceDocumentReference? ~CreditNoteDocumentReference?
    ~SelfBilledCreditNoteDocumentReference? ~DebitNoteDocumentReference? ~ReminderDocumentReference?
    ~AdditionalDocumentReference? ~BillingReferenceLine*
InvoiceDocumentReference ContractDocumentReference AdditionalDocumentReference DocumentReference: ID ~CopyIndicator?
    ~UUID? IssueDate? ~IssueTime? ~DocumentTypeCode? ~DocumentType? ~XPath* ~LanguageID? ~LocaleCode? ~VersionID?
    ~DocumentStatusCode? ~DocumentDescription* | ~Attachment? ~ValidityPeriod? ~IssuerParty? ~ResultOfVerification?
AccountingSupplierParty: ~CustomerAssignedAccountID? ~AdditionalAccountID* ~DataSendingCapability? | Party
    ~DespatchContact? ~AccountingContact? ~SellerContact?
AccountingCustomerParty: ~CustomerAssignedAccountID? ~SupplierAssignedAccountID? ~AdditionalAccountID* | Party
    ~DeliveryContact? ~AccountingContact? ~BuyerContact?
Party: ~MarkCareIndicator? ~MarkAttentionIndicator? ~WebsiteURI? ~LogoReferenceID? EndpointID?
    ~IndustryClassificationCode? | PartyIdentification* PartyName? ~Language? PostalAddress? ~PhysicalLocation?
    PartyTaxScheme* PartyLegalEntity? Contact? ~Person* ~AgentParty? ~ServiceProviderParty* ~PowerOfAttorney*
    ~FinancialAccount?
PartyIdentification: ID
PartyName: Name
PostalAddress: ~ID? ~AddressTypeCode? ~AddressFormatCode? ~Postbox? ~Floor? ~Room? StreetName? AdditionalStreetName?
    ~BlockName? ~BuildingName? ~BuildingNumber? ~InhouseMail? ~Department? ~MarkAttention? ~MarkCare?
    ~PlotIdentification? ~CitySubdivisionName? CityName? PostalZone? CountrySubentity? ~CountrySubentityCode? ~Region?
    ~District? ~TimezoneOffset? | ~AddressLine* Country? ~LocationCoordinate*
Country: IdentificationCode? ~Name?
PartyTaxScheme: ~RegistrationName? CompanyID ~TaxLevelCode? ~ExemptionReasonCode? ~ExemptionReason* |
    ~RegistrationAddress? TaxScheme
PartyLegalEntity: RegistrationName? CompanyID? ~RegistrationDate? ~RegistrationExpirationDate? ~CompanyLegalFormCode?
    ~CompanyLegalForm? ~SoleProprietorshipIndicator? ~CompanyLiquidationStatusCode? ~CorporateStockAmount?
    ~FullyPaidSharesIndicator? | ~RegistrationAddress? ~CorporateRegistrationScheme? ~HeadOfficeParty?
    ~ShareholderParty*
Contact: ~ID? ~Name? Telephone? ~Telefax? ElectronicMail? ~Note* | ~OtherCommunication*
PaymentMeans: ~ID? PaymentMeansCode ~PaymentDueDate? ~PaymentChannelCode? ~InstructionID? ~InstructionNote* PaymentID?
    | ~CardAccount? ~PayerFinancialAccount? PayeeFinancialAccount? ~CreditAccount? ~PaymentMandate? ~TradeFinancing?
PayeeFinancialAccount: ID Name? ~AliasName? ~AccountTypeCode? ~AccountFormatCode? ~CurrencyCode? ~PaymentNote* |
    FinancialInstitutionBranch? ~Country?
FinancialInstitutionBranch: ID ~Name? | ~FinancialInstitution? ~Address?
PaymentTerms: ~ID? ~PaymentMeansID* ~PrepaidPaymentReferenceID? Note ~ReferenceEventCode? ~SettlementDiscountPercent?
    ~PenaltySurchargePercent? ~PaymentPercent? ~Amount? ~SettlementDiscountAmount? ~PenaltyAmount?
    ~PaymentTermsDetailsURI? ~PaymentDueDate? ~InstallmentDueDate? ~InvoicingPartyReference? | ~SettlementPeriod?
    ~PenaltyPeriod? ~ExchangeRate? ~ValidityPeriod?
AllowanceCharge: ~ID? ChargeIndicator ~AllowanceChargeReasonCode? AllowanceChargeReason? ~MultiplierFactorNumeric?
    !PrepaidIndicator? ~SequenceNumeric? Amount ~BaseAmount? ~AccountingCostCode? ~AccountingCost? ~PerUnitAmount? |
    TaxCategory ~TaxTotal? ~PaymentMeans*
TaxCategory ClassifiedTaxCategory: ID ~Name? Percent? !BaseUnitMeasure? !PerUnitAmount? TaxExemptionReasonCode?
    TaxExemptionReason? !TierRange? !TierRatePercent? | TaxScheme
TaxScheme: ID ~Name? ~TaxTypeCode? ~CurrencyCode? | ~JurisdictionRegionAddress*
TaxTotal: TaxAmount !RoundingAmount? ~TaxEvidenceIndicator? !TaxIncludedIndicator? | TaxSubtotal*
TaxSubtotal: TaxableAmount TaxAmount ~CalculationSequenceNumeric? !TransactionCurrencyTaxAmount? ~Percent?
    !BaseUnitMeasure? !PerUnitAmount? !TierRange? !TierRatePercent? | TaxCategory
LegalMonetaryTotal: LineExtensionAmount TaxExclusiveAmount TaxInclusiveAmount AllowanceTotalAmount? ChargeTotalAmount?
    PrepaidAmount? PayableRoundingAmount? PayableAmount !PayableAlternativeAmount?
InvoiceLine: ID ~UUID? Note? InvoicedQuantity LineExtensionAmount ~TaxPointDate? ~AccountingCostCode? ~AccountingCost?
    ~PaymentPurposeCode? ~FreeOfChargeIndicator? | ~InvoicePeriod* ~OrderLineReference* ~DespatchLineReference*
    ~ReceiptLineReference* ~BillingReference* DocumentReference* ~PricingReference? ~OriginatorParty? ~Delivery*
    ~PaymentTerms* !AllowanceCharge* ~TaxTotal* !WithholdingTaxTotal* Item Price ~DeliveryTerms? !SubInvoiceLine*
    !ItemPriceExtension?
CreditNoteLine: ID ~UUID? Note? CreditedQuantity LineExtensionAmount ~TaxPointDate? ~AccountingCostCode?
    ~AccountingCost? ~PaymentPurposeCode? ~FreeOfChargeIndicator? | ~InvoicePeriod* ~OrderLineReference*
    ~DiscrepancyResponse* ~DespatchLineReference* ~ReceiptLineReference* ~BillingReference* DocumentReference*
    ~PricingReference? ~OriginatorParty? ~Delivery* ~PaymentTerms* ~TaxTotal* !AllowanceCharge* Item Price
    ~DeliveryTerms* !SubCreditNoteLine* !ItemPriceExtension?
Item: ~Description* ~PackQuantity? ~PackSizeNumeric? ~CatalogueIndicator? Name ~HazardousRiskIndicator?
    ~AdditionalInformation* ~Keyword* ~BrandName* ~ModelName* | ~BuyersItemIdentification? SellersItemIdentification?
    ~ManufacturersItemIdentification* ~StandardItemIdentification? ~CatalogueItemIdentification?
    ~AdditionalItemIdentification* ~CatalogueDocumentReference? ~ItemSpecificationDocumentReference* ~OriginCountry?
    ~CommodityClassification* ~TransactionConditions* ~HazardousItem* ClassifiedTaxCategory ~AdditionalItemProperty*
    ~ManufacturerParty* ~InformationContentProviderParty? ~OriginAddress* ~ItemInstance* ~Certificate* ~Dimension*
SellersItemIdentification: ID ~ExtendedID? ~BarcodeSymbologyID? | ~PhysicalAttribute* ~MeasurementDimension*
    ~IssuerParty?
Price: PriceAmount BaseQuantity? ~PriceChangeReason* ~PriceTypeCode? ~PriceType? ~OrderableUnitFactorRate? |
    ~ValidityPeriod* ~PriceList? ~AllowanceCharge* !PricingExchangeRate?
"""


def _table(text: str) -> Iterator[tuple[str, Shape]]:
    for row in re.split(r"\n(?! )", text.strip()):
        names, _, words = row.partition(":")
        shape = Shape(words)
        for name in names.split():
            yield name, shape


SHAPES: Mapping[str, Shape] = dict(_table(_TABLE))
